using System.Net;
using FcWorkflowTrigger.Cloud;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Cloud.Ims.Signing;
using Microsoft.Extensions.Time.Testing;

namespace FcWorkflowTrigger.Tests.Cloud.Ims;

public sealed class ImsClientTests
{
    private readonly FakeTimeProvider _time = new(TestData.Now);

    [Fact]
    public async Task Parameters_travel_in_the_query_and_the_headers_name_the_action()
    {
        var http = new StubHttp(HttpStatusCode.OK, """{"RequestId":"R","MediaId":"m"}""");

        var reply = await Client(http).RegisterMediaInfoAsync(new("oss://b/k", "token", "reference", "{}", "春 节", null), default);

        var request = Assert.Single(http.Requests);
        Assert.Equal("m", reply.MediaId);
        Assert.Equal(
            "https://ice.cn-shanghai.aliyuncs.com/?ClientToken=token&InputURL=oss%3A%2F%2Fb%2Fk&Overwrite=false&ReferenceId=reference&RegisterConfig=%7B%7D&Title=%E6%98%A5%20%E8%8A%82",
            request.Url);
        Assert.Equal("RegisterMediaInfo", request.Header("x-acs-action"));
        Assert.Equal("local-token", request.Header("x-acs-security-token"));
    }

    [Fact]
    public async Task StartWorkflow_is_signed_with_the_pinned_date_and_nonce()
    {
        var http = new StubHttp(HttpStatusCode.OK, """{"TaskId":"t"}""");

        await Client(http).StartWorkflowAsync(new("w", "{}", "{}"), new(TestData.Now.AddMinutes(-5), "nonce"), default);

        Assert.Equal("2026-11-24T00:10:00Z", http.Requests[0].Header("x-acs-date"));
        Assert.Equal("nonce", http.Requests[0].Header("x-acs-signature-nonce"));
    }

    [Theory]
    [InlineData(400, "Throttling.User", true, false)]
    [InlineData(429, "AnyOtherCode", true, false)]
    [InlineData(503, "ServiceUnavailable", true, true)]
    [InlineData(500, "InternalError", true, true)]
    [InlineData(400, "SignatureNonceUsed", true, true)]
    [InlineData(400, "InvalidTimeStamp.Expired", true, false)]
    [InlineData(403, "InvalidSecurityToken.Expired", true, false)]
    [InlineData(403, "RequestsTooFrequent", true, false)]
    [InlineData(503, "RequestsTooFrequent", true, false)]
    [InlineData(400, "InvalidParameter", false, false)]
    [InlineData(409, "MediaAlreadyExist", false, false)]
    [InlineData(403, "Forbidden.RAM", true, false)]
    public async Task A_refusal_is_classified_by_status_and_prefix(int status, string code, bool transient, bool mayHaveTakenEffect)
    {
        var http = new StubHttp((HttpStatusCode)status, $$"""{"RequestId":"R","Code":"{{code}}","Message":"m"}""");

        var refused = await Assert.ThrowsAsync<ImsException>(() => Client(http).GetWorkflowTaskAsync(new("t"), default));

        Assert.Equal((code, "R", transient, mayHaveTakenEffect), (refused.Code, refused.RequestId, refused.IsTransient, refused.MayHaveTakenEffect));
    }

    [Fact]
    public async Task Lower_case_errors_and_retry_after_in_milliseconds_are_read()
    {
        var http = new StubHttp(HttpStatusCode.BadRequest, """{"requestId":"R","code":"C"}""", ("x-acs-retry-after", "1500"));

        var refused = await Assert.ThrowsAsync<ImsException>(() => Client(http).GetWorkflowTaskAsync(new("t"), default));

        Assert.Equal(("C", TimeSpan.FromSeconds(1.5), true), (refused.Code, refused.RetryAfter, refused.IsTransient));
    }

    /// <summary>Case F11.</summary>
    [Fact]
    public async Task The_exception_holds_the_message_of_IMS_unchanged()
    {
        var http = new StubHttp(HttpStatusCode.BadRequest, """{"RequestId":"R","Code":"InvalidParameter","Message":"The specified parameter \"MediaId\" is not valid."}""");

        var refused = await Assert.ThrowsAsync<ImsException>(() => Client(http).GetWorkflowTaskAsync(new("t"), default));

        Assert.Equal("The specified parameter \"MediaId\" is not valid.", refused.Reason);
        Assert.StartsWith(
            "IMS-InvalidParameter: IMS refused GetWorkflowTask (400, request R), and says 'The specified parameter %22MediaId%22 is not valid.'. ",
            refused.Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"Code":"C","Message":""}""")]
    [InlineData("""{"Code":"C","Message":null}""")]
    [InlineData("""{"Code":"C"}""")]
    public async Task Without_a_message_of_IMS_the_exception_has_none_and_the_request_id_of_the_gateway_is_enough(string body)
    {
        var http = new StubHttp(HttpStatusCode.BadRequest, body, ("x-acs-request-id", "G"));

        var refused = await Assert.ThrowsAsync<ImsException>(() => Client(http).GetWorkflowTaskAsync(new("t"), default));

        Assert.Equal((null, "G"), (refused.Reason, refused.RequestId));
        Assert.StartsWith("IMS-C: IMS refused GetWorkflowTask (400, request G). ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_that_is_no_JSON_is_known_by_its_status()
    {
        var http = new StubHttp(HttpStatusCode.BadGateway, "<html>");

        Assert.Equal("Status502", (await Assert.ThrowsAsync<ImsException>(() => Client(http).GetWorkflowTaskAsync(new("t"), default))).Code);
    }

    [Fact]
    public async Task The_clock_follows_the_services_date()
    {
        var http = new StubHttp(HttpStatusCode.OK, """{"TaskId":"t"}""", ("Date", TestData.Now.AddMinutes(20).ToString("R")));
        var clock = new CloudClock(_time);

        await Client(http, clock).StartWorkflowAsync(new("w", "{}", "{}"), SignaturePin.Fresh(clock), default);

        Assert.Equal(TestData.Now.AddMinutes(20), clock.GetUtcNow());
    }

    [Fact]
    public void A_clock_that_was_corrected_follows_the_services_next_date_too()
    {
        var clock = new CloudClock(_time);
        clock.Learn(TestData.Now.AddMinutes(20));

        clock.Learn(TestData.Now.AddMinutes(30));

        Assert.Equal(TestData.Now.AddMinutes(30), clock.GetUtcNow());
    }

    private ImsClient Client(StubHttp http, CloudClock? clock = null) =>
        new(http.Invoker, new("https://ice.cn-shanghai.aliyuncs.com"), new(new("local", "local-secret", "local-token")), clock ?? new(_time), new(0, _time));
}
