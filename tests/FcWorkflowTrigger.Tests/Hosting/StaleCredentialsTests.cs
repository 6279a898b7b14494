using System.Net;
using FcWorkflowTrigger.Callback;
using FcWorkflowTrigger.Callback.Authentication;
using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using NSubstitute.ExceptionExtensions;

namespace FcWorkflowTrigger.Tests.Hosting;

/// <summary>A process whose keys are refused answers, and then ends. Any other failure leaves the process alone.</summary>
public sealed class StaleCredentialsTests : IDisposable
{
    private const string Leaving = "The services refuse this process's keys; it ends, and Function Compute starts one with fresh keys.";

    private readonly TestHost _host = new();
    private readonly Shutdown _shutdown = new();
    private readonly Answer _answer = new();
    private readonly DefaultHttpContext _http = new();
    private readonly StaleCredentials _credentials;

    public StaleCredentialsTests()
    {
        _http.Features.Set<IHttpResponseFeature>(_answer);
        _credentials = new(_shutdown, new Logger<StaleCredentials>(new LoggerFactory([_host.Log])));
    }

    [Fact]
    public async Task An_event_function_whose_keys_are_refused_answers_and_then_ends()
    {
        await ReplyAsync(Refusal("SecurityTokenExpired"));

        Assert.False(_shutdown.Asked.IsCompleted);
        await _answer.CompleteAsync();
        Assert.True(_shutdown.Asked.IsCompleted);
        Assert.Equal("404", _http.Response.Headers[FcHeaders.Status]);
        Assert.Equal([Leaving], _host.Log.Warnings);
    }

    [Fact]
    public async Task Keys_that_are_refused_further_inside_end_the_process_too()
    {
        await ReplyAsync(new InvalidOperationException("around", new AggregateException(new InvalidDataException(), Refusal("InvalidAccessKeyId"))));
        await _answer.CompleteAsync();

        Assert.True(_shutdown.Asked.IsCompleted);
    }

    [Fact]
    public async Task Any_other_failure_leaves_the_process_alone()
    {
        await ReplyAsync(Refusal("AccessDenied"));
        await _answer.CompleteAsync();

        Assert.False(_shutdown.Asked.IsCompleted);
        Assert.Empty(_host.Log.Warnings);
    }

    [Fact]
    public async Task The_callback_function_answers_and_then_ends_as_well()
    {
        await _host.DeliverAsync();
        _host.Ims.GetWorkflowTaskAsync(default!, default).ThrowsAsyncForAnyArgs(Refusal("SecurityTokenExpired"));

        await CallbackAsync(_host, _http, _credentials);

        Assert.Equal(503, _http.Response.StatusCode);
        Assert.False(_shutdown.Asked.IsCompleted);
        await _answer.CompleteAsync();
        Assert.True(_shutdown.Asked.IsCompleted);
    }

    public void Dispose() => _shutdown.Dispose();

    /// <summary>Handles a genuine callback of <see cref="TestData.RunId"/>.</summary>
    internal static Task CallbackAsync(TestHost host, HttpContext http, StaleCredentials credentials)
    {
        var endpoint = new CallbackEndpoint(
            new(TestData.Capability, SignatureOptions.None, host.Time),
            host.Callbacks(host.Ims),
            new([TestData.Secret], SignatureOptions.None, TestData.CallbackBase),
            credentials,
            host.Time,
            new Logger<CallbackEndpoint>(new LoggerFactory([host.Log])));
        var target = TestData.CallbackTarget.Split('?');
        http.Request.Method = HttpMethods.Post;
        (http.Request.Path, http.Request.QueryString) = (target[0], new($"?{target[1]}"));
        http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = TestData.CallbackTarget;
        http.Request.Body = new MemoryStream("{}"u8.ToArray());
        return endpoint.HandleAsync(http, TestData.Invocation("callback-1"), default);
    }

    private static OssException Refusal(string code) => new("GetObject", HttpStatusCode.Forbidden, code, "R");

    private async Task ReplyAsync(Exception failure)
    {
        await new EventReply(_credentials, NullLogger<EventReply>.Instance).SendAsync(_http, (_, _, _) => throw failure, TestData.Invocation(), default);
    }

    private sealed class Answer : HttpResponseFeature
    {
        private readonly List<Func<Task>> _after = [];

        public override void OnCompleted(Func<object, Task> callback, object state) => _after.Add(() => callback(state));

        /// <summary>The answer is out.</summary>
        public Task CompleteAsync() => Task.WhenAll(_after.Select(work => work()));
    }
}
