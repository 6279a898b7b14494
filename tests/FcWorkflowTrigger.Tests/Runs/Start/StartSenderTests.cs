using FcWorkflowTrigger.Cloud.Ims.Models;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Runs;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace FcWorkflowTrigger.Tests.Runs.Start;

/// <summary>What is recorded about the one request that may start a paid task.</summary>
public sealed class StartSenderTests
{
    private readonly TestHost _host = new();

    [Fact]
    public async Task A_start_that_IMS_does_not_answer_within_ten_seconds_may_have_been_made()
    {
        var run = await ClaimedAsync();
        var sent = new TaskCompletionSource<CancellationToken>();
        _host.Ims.StartWorkflowAsync(default!, default, default).ReturnsForAnyArgs(async call =>
        {
            sent.SetResult(call.Arg<CancellationToken>());
            await Task.Delay(Timeout.InfiniteTimeSpan, call.Arg<CancellationToken>());
            return new StartWorkflowResponse(TestData.TaskId);
        });

        var starting = _host.Sender().TryStartAsync(run, TestData.MediaId, null, TestData.Invocation(), default);
        var token = await sent.Task;
        _host.Time.Advance(TimeSpan.FromSeconds(10) - TimeSpan.FromTicks(1));
        Assert.False(token.IsCancellationRequested);
        _host.Time.Advance(TimeSpan.FromTicks(1));

        Assert.IsType<WorkflowRun.Intended>((await starting).Run);
        Assert.IsType<WorkflowRun.Intended>(await _host.RunAsync());
    }

    [Fact]
    public async Task Nothing_is_sent_when_another_invocation_has_recorded_an_intent_first()
    {
        var run = await ClaimedAsync();
        await _host.Sender().TryStartAsync(run, TestData.MediaId, null, TestData.Invocation(), default);

        var second = await _host.Sender().TryStartAsync(run, TestData.MediaId, null, TestData.Invocation("request-2"), default);

        Assert.Null(second.Run);
        Assert.Equal(1, _host.StartsSent);
    }

    [Fact]
    public async Task The_intent_is_in_the_ledger_with_its_permits_before_the_request_is_sent()
    {
        var run = await ClaimedAsync();
        WorkflowRun? before = null;
        _host.Ims.StartWorkflowAsync(default!, default, default).ReturnsForAnyArgs(async _ =>
        {
            before = await _host.RunAsync();
            return new StartWorkflowResponse(TestData.TaskId);
        });

        await _host.Sender().TryStartAsync(run, TestData.MediaId, ["p/1"], TestData.Invocation(), default);

        Assert.Equal(["p/1"], Assert.IsType<WorkflowRun.Intended>(before).Intent.Permits!);
    }

    [Fact]
    public async Task A_start_whose_pointer_could_not_be_written_is_recorded_and_the_failure_is_told()
    {
        _host.Ledger.Pointing = Task.FromException(new HttpRequestException("reset"));

        await Assert.ThrowsAsync<HttpRequestException>(() => _host.DeliverAsync());

        Assert.Equal(StartedRecord.ByReply, Assert.IsType<WorkflowRun.Started>(await _host.RunAsync()).Start.How);
    }

    private async Task<WorkflowRun.Claimed> ClaimedAsync()
    {
        _host.Ims.RegisterMediaInfoAsync(default!, default).ThrowsAsyncForAnyArgs(new HttpRequestException("reset"));
        await Assert.ThrowsAsync<HttpRequestException>(() => _host.DeliverAsync());
        return Assert.IsType<WorkflowRun.Claimed>(await _host.RunAsync());
    }
}
