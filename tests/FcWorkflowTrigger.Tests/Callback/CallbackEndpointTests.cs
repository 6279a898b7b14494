using System.Text;
using FcWorkflowTrigger.Callback;
using FcWorkflowTrigger.Callback.Authentication;
using FcWorkflowTrigger.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using NSubstitute.ExceptionExtensions;

namespace FcWorkflowTrigger.Tests.Callback;

/// <summary>What IMS, or a stranger, is answered, and what the log says about it.</summary>
public sealed class CallbackEndpointTests : IDisposable
{
    private const string OfTheTask = $$"""{"TaskId":"{{TestData.TaskId}}"}""";

    private readonly TestHost _host = new();
    private readonly Shutdown _shutdown = new();
    private readonly DefaultHttpContext _http = new();

    [Theory]
    [InlineData("Recorded", false, 200, "")]
    [InlineData("NotEnded", false, 200, "")]
    [InlineData("LeftToSweep", false, 200, "")]
    [InlineData("OtherEvent", true, 200, "")]
    [InlineData("ForeignTask", true, 200, "")]
    [InlineData("UnknownRun", true, 200, "")]
    [InlineData("ForeignTask", false, 409, """{"code":"FOREIGN-TASK","message":"IMS does not know this task as a task of this run."}""")]
    [InlineData("UnknownRun", false, 404, """{"code":"UNKNOWN-RUN","message":"The ledger does not hold this run."}""")]
    [InlineData("Unreadable", false, 400, """{"code":"BODY-UNREADABLE","message":"The body is not a JSON object that names a task."}""")]
    [InlineData("Unreadable", true, 400, """{"code":"BODY-UNREADABLE","message":"The body is not a JSON object that names a task."}""")]
    [InlineData("NotServed", false, 404, """{"code":"NOT-FOUND","message":"This path is not served."}""")]
    [InlineData("Forged", false, 403, """{"code":"FORGED","message":"This deployment did not issue this URL, or IMS did not make the signature."}""")]
    [InlineData("Stale", true, 403, """{"code":"SIGNATURE-STALE","message":"X-ICE-TIMESTAMP is too far from now."}""")]
    [InlineData("Unsigned", true, 403, """{"code":"SIGNATURE-MISSING","message":"X-ICE-SIGNATURE is required here."}""")]
    public async Task Each_outcome_has_one_answer(string outcome, bool isForAnyTask, int status, string body)
    {
        CallbackAdmission admission = isForAnyTask ? new CallbackAdmission.ForAnyTask() : new CallbackAdmission.ForRun(TestData.RunId, 1);
        _http.Response.Body = new MemoryStream();

        await CallbackReply.SendAsync(_http, admission, Enum.Parse<CallbackOutcome>(outcome));

        Assert.Equal((status, body), (_http.Response.StatusCode, Body()));
        Assert.Equal(body.Length > 0 ? ("application/json", body.Length) : (null, null), (_http.Response.ContentType, _http.Response.ContentLength));
    }

    [Fact]
    public void Each_outcome_is_answered() => Assert.All(
        Enum.GetValues<CallbackOutcome>(),
        outcome => Assert.NotNull(CallbackReply.SendAsync(new DefaultHttpContext(), new CallbackAdmission.ForAnyTask(), outcome)));

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    public async Task A_request_that_is_no_POST_is_told_so_and_looked_at_no_further(string method)
    {
        _http.Request.Method = method;

        await SendAsync(TestData.CallbackTarget, OfTheTask);

        Assert.Equal((405, "POST"), (_http.Response.StatusCode, _http.Response.Headers.Allow.ToString()));
        Assert.Equal("""{"code":"METHOD","message":"A callback must be a POST request."}""", Body());
        Assert.Empty(_host.Log.All);
    }

    [Fact]
    public async Task A_callback_of_a_run_is_recorded_and_logged_without_its_proof()
    {
        await _host.DeliverAsync();

        await SendAsync(TestData.CallbackTarget, OfTheTask);

        Assert.Equal((200, ""), (_http.Response.StatusCode, Body()));
        Assert.Contains($"Callback at /callbacks/{TestData.RunId}: Recorded.", _host.Log.Infos);
    }

    [Fact]
    public async Task A_refused_callback_is_answered_and_logged_and_its_body_is_not_read()
    {
        var body = new MemoryStream(Encoding.UTF8.GetBytes(OfTheTask));

        await SendAsync($"/callbacks/{TestData.RunId}?g=1&s=AAAAAAAAAAAAAAAAAAAAAA", body);

        Assert.Equal(403, _http.Response.StatusCode);
        Assert.Equal([$"Callback at /callbacks/{TestData.RunId}: Forged."], _host.Log.All.Select(line => line.Sentence));
        Assert.Equal([LogLevel.Information], _host.Log.All.Select(line => line.Level));
        Assert.Equal(0, body.Position);
    }

    [Theory]
    [InlineData(256 * 1024, 200)]
    [InlineData((256 * 1024) + 1, 413)]
    public async Task A_body_of_256_KB_is_the_longest_that_is_read(int length, int status)
    {
        await _host.DeliverAsync();

        await SendAsync(TestData.CallbackTarget, OfTheTask.PadRight(length));

        Assert.Equal(status, _http.Response.StatusCode);
        Assert.Equal(
            status == 200 ? "" : """{"code":"BODY-TOO-LARGE","message":"A callback may have at most 262144 bytes."}""", Body());
    }

    [Fact]
    public async Task A_callback_that_cannot_be_checked_is_answered_503_and_counts_as_failed()
    {
        await _host.DeliverAsync();
        _host.Ims.GetWorkflowTaskAsync(default!, default).ThrowsAsyncForAnyArgs(new HttpRequestException("reset"));

        await SendAsync(TestData.CallbackTarget, OfTheTask);

        Assert.Equal((503, "404"), (_http.Response.StatusCode, _http.Response.Headers[FcHeaders.Status].ToString()));
        Assert.Equal("""{"code":"TRY-AGAIN","message":"The callback could not be checked now. The next sweep finishes the run."}""", Body());
        Assert.Equal([$"Callback at /callbacks/{TestData.RunId} could not be checked; a sweep will finish the run."], _host.Log.Errors);
        Assert.Equal("reset", Assert.Single(_host.Log.Failures).Message);
        Assert.False(_shutdown.Asked.IsCompleted);
    }

    [Theory]
    [InlineData("/events", "/events")]
    [InlineData("/events?account=1", "/events")]
    [InlineData("/eventsx", "another path")]
    [InlineData("/callbacks/short", "/callbacks/…")]
    public async Task A_path_is_logged_only_as_far_as_it_is_known(string target, string logged)
    {
        await SendAsync(target, "{}");

        Assert.StartsWith($"Callback at {logged}: ", Assert.Single(_host.Log.Infos), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://callback.example.com/ims", "https://callback.example.com/ims/events")]
    [InlineData("https://callback.example.com/ims/", "https://callback.example.com/ims/events")]
    [InlineData("https://callback.example.com", "https://callback.example.com/events")]
    [InlineData(null, "https://host.example.com/events")]
    public void The_signed_URL_is_the_configured_one_or_the_one_the_caller_used(string? configured, string url)
    {
        _http.Request.Host = new("host.example.com");
        _http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = "/events";
        _http.Request.Headers[IceSignature.TimestampHeader] = "1";
        _http.Request.Headers[IceSignature.SignatureHeader] = "s";

        var request = CallbackRequestReader.Read(_http.Request, configured is null ? null : new(configured));

        Assert.Equal((url, new IceSignature("1", "s")), (request.Url, request.Signature));
    }

    public void Dispose() => _shutdown.Dispose();

    private Task SendAsync(string target, string body) => SendAsync(target, new MemoryStream(Encoding.UTF8.GetBytes(body)));

    private Task SendAsync(string target, MemoryStream body)
    {
        _http.Request.Method = _http.Request.Method.Length > 0 ? _http.Request.Method : HttpMethods.Post;
        _http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = target;
        _http.Request.Body = body;
        _http.Response.Body = new MemoryStream();
        var logs = new LoggerFactory([_host.Log]);

        return new CallbackEndpoint(
            new(TestData.Capability, SignatureOptions.None, _host.Time),
            _host.Callbacks(_host.Ims),
            new([TestData.Secret], SignatureOptions.None, TestData.CallbackBase),
            new(_shutdown, new Logger<StaleCredentials>(logs)),
            _host.Time,
            new Logger<CallbackEndpoint>(logs)).HandleAsync(_http, TestData.Invocation("callback-1"), default);
    }

    private string Body() => Encoding.UTF8.GetString(((MemoryStream)_http.Response.Body).ToArray());
}
