using System.Net;
using FcWorkflowTrigger.Services.Ims;
using FcWorkflowTrigger.Starting;

namespace FcWorkflowTrigger.Tests.Starting;

public sealed class StartVerdictTests
{
    [Theory]
    [InlineData(400, "Throttling.User", true)]
    [InlineData(400, "InvalidTimeStamp.Expired", true)]
    [InlineData(400, "InvalidParameter", false)]
    [InlineData(403, "Forbidden.RAM", true)]
    public void A_definite_refusal_started_nothing(int status, string code, bool mayWorkLater)
    {
        var refused = Assert.IsType<StartVerdict.Refused>(StartVerdict.Of(new ImsException("StartWorkflow", (HttpStatusCode)status, code, "R")));

        Assert.Equal((code, "R", mayWorkLater), (refused.Code, refused.RequestId, refused.MayWorkLater));
    }

    [Theory]
    [InlineData(500, "InternalError")]
    [InlineData(503, "ServiceUnavailable")]
    [InlineData(400, "SignatureNonceUsed")]
    public void A_refusal_that_may_come_after_the_start_is_unknown(int status, string code) =>
        Assert.IsType<StartVerdict.Unknown>(StartVerdict.Of(new ImsException("StartWorkflow", (HttpStatusCode)status, code, "R")));

    [Fact]
    public void A_reply_that_never_came_is_unknown()
    {
        Assert.IsType<StartVerdict.Unknown>(StartVerdict.Of(new OperationCanceledException()));
        Assert.IsType<StartVerdict.Unknown>(StartVerdict.Of(new HttpRequestException(HttpRequestError.ResponseEnded)));
        Assert.IsType<StartVerdict.Unknown>(StartVerdict.Of(new IOException()));
    }

    [Fact]
    public void A_connection_that_never_came_about_started_nothing() =>
        Assert.IsType<StartVerdict.Refused>(StartVerdict.Of(new HttpRequestException(HttpRequestError.ConnectionError)));
}
