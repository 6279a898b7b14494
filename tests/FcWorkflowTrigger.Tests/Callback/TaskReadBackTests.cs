using FcWorkflowTrigger.Callback;
using FcWorkflowTrigger.Cloud.Ims.Models;
using FcWorkflowTrigger.Ledger;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace FcWorkflowTrigger.Tests.Callback;

/// <summary>A body that names its task saves time, and it is not trusted.</summary>
public sealed class TaskReadBackTests
{
    private const string OfTheTask = $$"""{"TaskId":"{{TestData.TaskId}}"}""";

    private readonly TestHost _host = new();

    [Fact]
    public async Task IMS_is_asked_about_the_named_task_while_the_ledger_is_read()
    {
        var reading = new TaskCompletionSource<RunHistory>();
        var ledger = Substitute.For<IRunLedger>();
        ledger.ReadAsync(default, default).ReturnsForAnyArgs(reading.Task);

        var callback = _host.TaskReadBack(ledger).ReadForRunAsync(TestData.RunId, 1, new(TestData.TaskId), TestData.Invocation(), default);

        await _host.Ims.Received(1).GetWorkflowTaskAsync(new(TestData.TaskId), Arg.Any<CancellationToken>());
        reading.SetResult(RunHistory.Empty(TestData.RunId));
        Assert.Equal(CallbackOutcome.UnknownRun, await callback);
    }

    [Fact]
    public async Task The_early_read_of_the_task_is_not_repeated()
    {
        await _host.DeliverAsync();

        Assert.Equal(CallbackOutcome.Recorded, await _host.CallBackAsync(OfTheTask));
        await _host.Ims.ReceivedWithAnyArgs(1).GetWorkflowTaskAsync(default!, default);
    }

    [Fact]
    public async Task The_task_in_the_ledger_counts_when_the_body_names_another_task()
    {
        await _host.DeliverAsync();

        Assert.Equal(CallbackOutcome.Recorded, await _host.CallBackAsync("""{"TaskId":"another-task"}"""));
        await _host.Ims.Received(1).GetWorkflowTaskAsync(new(TestData.TaskId), Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task A_failed_read_does_not_matter_for_a_run_that_has_ended()
    {
        await _host.DeliverAsync();
        await _host.CallBackAsync(OfTheTask);
        _host.Ims.GetWorkflowTaskAsync(default!, default).ThrowsAsyncForAnyArgs(new HttpRequestException("reset"));

        Assert.Equal(CallbackOutcome.Recorded, await _host.CallBackAsync(OfTheTask));
    }

    [Fact]
    public async Task A_run_that_has_ended_does_not_wait_for_IMS_and_cancels_the_read()
    {
        await _host.DeliverAsync();
        await _host.CallBackAsync(OfTheTask);
        var asked = Unanswered(TestData.TaskId);

        Assert.Equal(CallbackOutcome.Recorded, await _host.CallBackAsync(OfTheTask));
        Assert.True(Assert.Single(asked).IsCancellationRequested);
    }

    [Fact]
    public async Task A_task_of_a_run_that_has_ended_does_not_wait_for_IMS()
    {
        await _host.DeliverAsync();
        await _host.CallBackAsync(OfTheTask);
        var asked = Unanswered(TestData.TaskId);

        Assert.Equal(CallbackOutcome.Recorded, await _host.TaskReadBack(_host.Ledger).ReadForTaskAsync(TestData.TaskId, TestData.Invocation(), default));
        Assert.True(Assert.Single(asked).IsCancellationRequested);
    }

    [Fact]
    public async Task A_body_that_names_another_task_does_not_delay_the_right_task()
    {
        await _host.DeliverAsync();
        Unanswered("another-task");

        Assert.Equal(CallbackOutcome.Recorded, await _host.CallBackAsync("""{"TaskId":"another-task"}"""));
    }

    [Fact]
    public async Task A_request_that_is_not_admitted_causes_no_call_to_IMS()
    {
        await _host.DeliverAsync();

        Assert.Equal(CallbackOutcome.Forged, await _host.CallBackAsync(OfTheTask, mac: "AAAAAAAAAAAAAAAAAAAAAA"));
        await _host.Ims.DidNotReceiveWithAnyArgs().GetWorkflowTaskAsync(default!, default);
    }

    // The wait ends only with the caller's token.
    private List<CancellationToken> Unanswered(string taskId)
    {
        var asked = new List<CancellationToken>();
        _host.Ims.GetWorkflowTaskAsync(new(taskId), Arg.Do<CancellationToken>(asked.Add)).Returns(new TaskCompletionSource<GetWorkflowTaskResponse>().Task);
        asked.Clear();
        return asked;
    }
}
