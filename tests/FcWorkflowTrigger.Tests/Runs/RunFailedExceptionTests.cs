using System.Net;
using FcWorkflowTrigger.Cloud;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Hosting;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Runs.Start;
using FcWorkflowTrigger.Tests.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using NSubstitute.ExceptionExtensions;

namespace FcWorkflowTrigger.Tests.Runs;

/// <summary>A failure of OSS or IMS is logged once, with the id of the run that it stopped.</summary>
public sealed class RunFailedExceptionTests
{
    private static readonly ImsException MissingRights = new("RegisterMediaInfo", HttpStatusCode.Forbidden, "Forbidden.RAM", "ims-request-1");

    private readonly TestHost _host = new(TestData.StartOptions with { Policy = StartPolicy.Park });

    [Fact]
    public async Task The_log_line_of_a_failed_invocation_names_the_run_once()
    {
        _host.Ims.RegisterMediaInfoAsync(default!, default).ThrowsAsyncForAnyArgs(MissingRights);
        var log = new StringWriter();
        using var factory = new FcLoggerFactory(RuntimeEndpointTests.Options, new(), log, _host.Time);
        using var shutdown = new Shutdown();
        var reply = new EventReply(new(shutdown, NullLogger<StaleCredentials>.Instance), new Logger<EventReply>(factory));
        var http = new DefaultHttpContext { Request = { Body = new MemoryStream(TestData.Bytes(Event)) } };

        await reply.SendAsync(http, FunctionHandlers.WithoutReply((_, _, _) => _host.IngestAsync(Event)), TestData.Invocation(), default);

        var line = Assert.Single(log.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains($"Run {TestData.RunId} could not be continued. IMS-Forbidden.RAM: ", line, StringComparison.Ordinal);
        Assert.Empty(_host.Log.Errors);
    }

    [Fact]
    public async Task A_failure_while_a_queued_callback_is_handled_names_the_run()
    {
        await _host.DeliverAsync();
        _host.Ims.GetWorkflowTaskAsync(default!, default).ThrowsAsyncForAnyArgs(new HttpRequestException("reset"));

        var failure = await Assert.ThrowsAsync<RunFailedException>(() => _host.QueueAsync($$"""{"TaskId":"{{TestData.TaskId}}"}"""));

        Assert.Equal(TestData.RunId, failure.Run);
    }

    [Fact]
    public async Task A_failure_while_an_operator_resumes_a_run_names_the_run()
    {
        _host.Ims.StartWorkflowAsync(default!, default, default).ThrowsAsyncForAnyArgs(new HttpRequestException(HttpRequestError.ResponseEnded));
        await _host.DeliverAsync();
        _host.Time.Advance(TimeSpan.FromMinutes(35));
        await _host.SweepAsync();
        Assert.IsType<WorkflowRun.Parked>(await _host.RunAsync());
        _host.Ims.RegisterMediaInfoAsync(default!, default).ThrowsAsyncForAnyArgs(MissingRights);

        var failure = await Assert.ThrowsAsync<RunFailedException>(
            () => _host.ReconcileAsync($$"""{"run":"{{TestData.RunId}}","action":"resume"}"""));

        Assert.Equal((TestData.RunId, MissingRights), (failure.Run, failure.InnerException));
    }

    [Fact]
    public async Task A_failure_that_names_the_run_is_not_wrapped()
    {
        var deferred = new StartDeferredException(TestData.RunId, "Throttling.User");

        Assert.Same(deferred, await Assert.ThrowsAsync<StartDeferredException>(
            () => RunFailedException.ExecuteAsync(() => TestData.RunId, () => Task.FromException(deferred))));
    }

    [Fact]
    public void Expired_keys_are_still_recognized()
    {
        var expired = new OssException("PutObject", HttpStatusCode.Forbidden, "InvalidAccessKeyId", "oss-request-1");

        Assert.True(CredentialProblem.Is(new RunFailedException(TestData.RunId, expired)));
        Assert.False(CredentialProblem.Is(new RunFailedException(TestData.RunId, MissingRights)));
    }

    [Fact]
    public void The_path_in_the_log_of_a_callback_names_the_run() =>
        Assert.EndsWith(TestData.RunId.Value, TestData.Callback(TestData.CallbackTarget).Path, StringComparison.Ordinal);

    // The upload of TestData.RunId.
    private static string Event => $$$"""
        {"events":[{"eventName":"ObjectCreated:PutObject","eventTime":"{{{TestData.Upload().EventTime}}}","region":"cn-shanghai",
        "oss":{"bucket":{"name":"media-in"},"object":{"key":"uploads/beach.mp4","eTag":"{{{TestData.Upload().ETag}}}","size":10}},
        "responseElements":{"requestId":"{{{TestData.Upload().RequestId}}}"}}]}
        """;
}
