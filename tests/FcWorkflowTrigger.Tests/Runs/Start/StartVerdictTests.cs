using System.Net;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Runs.Start;

namespace FcWorkflowTrigger.Tests.Runs.Start;

public sealed class StartVerdictTests
{
    [Theory]
    [InlineData(400, "Throttling.User", true)]
    [InlineData(400, "InvalidTimeStamp.Expired", true)]
    [InlineData(400, "InvalidParameter", false)]
    [InlineData(403, "Forbidden.RAM", true)]
    public void A_definite_refusal_started_nothing(int status, string code, bool mayWorkLater)
    {
        var refused = Assert.IsType<StartVerdict.Refused>(StartVerdict.From(new ImsException("StartWorkflow", (HttpStatusCode)status, code, "R")));

        Assert.Equal((code, "R", mayWorkLater), (refused.Code, refused.RequestId, refused.MayWorkLater));
    }

    [Theory]
    [InlineData(500, "InternalError")]
    [InlineData(503, "ServiceUnavailable")]
    [InlineData(400, "SignatureNonceUsed")]
    public void A_refusal_that_may_come_after_the_start_is_unknown(int status, string code) =>
        Assert.IsType<StartVerdict.Unknown>(StartVerdict.From(new ImsException("StartWorkflow", (HttpStatusCode)status, code, "R")));

    [Fact]
    public void A_reply_that_never_came_is_unknown()
    {
        Assert.IsType<StartVerdict.Unknown>(StartVerdict.From(new OperationCanceledException()));
        Assert.IsType<StartVerdict.Unknown>(StartVerdict.From(new HttpRequestException(HttpRequestError.ResponseEnded)));
        Assert.IsType<StartVerdict.Unknown>(StartVerdict.From(new IOException()));
        Assert.IsType<StartVerdict.Unknown>(StartVerdict.From(new OperationCanceledException("late", new TimeoutException())));
    }

    [Theory]
    [InlineData(HttpRequestError.ConnectionError)]
    [InlineData(HttpRequestError.NameResolutionError)]
    [InlineData(HttpRequestError.SecureConnectionError)]
    [InlineData(HttpRequestError.ProxyTunnelError)]
    public void A_connection_that_never_came_about_started_nothing(HttpRequestError error)
    {
        var (failed, cancelled) = (new HttpRequestException(error), new OperationCanceledException("cancelled", new HttpRequestException(error)));

        Assert.All([failed, cancelled], (Exception failure) =>
            Assert.Equal(new StartVerdict.Refused("NotConnected", null, MayWorkLater: true), StartVerdict.From(failure)));
    }
}
