using FcWorkflowTrigger.Callback;
using FcWorkflowTrigger.Cloud.Ims.Models;
using FcWorkflowTrigger.Ledger;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace FcWorkflowTrigger.Tests.Callback;

/// <summary>A body that names its task saves time, and is believed in nothing.</summary>
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

        var callback = _host.TaskReadBack(ledger).OfRunAsync(TestData.RunId, 1, new(TestData.TaskId), TestData.Invocation(), default);

        await _host.Ims.Received(1).GetWorkflowTaskAsync(new(TestData.TaskId), Arg.Any<CancellationToken>());
        reading.SetResult(RunHistory.Empty(TestData.RunId));
        Assert.Equal(CallbackOutcome.UnknownRun, await callback);
    }

    [Fact]
    public async Task The_answer_to_the_early_question_is_enough()
    {
        await _host.DeliverAsync();

        Assert.Equal(CallbackOutcome.Recorded, await _host.CallBackAsync(OfTheTask));
        await _host.Ims.ReceivedWithAnyArgs(1).GetWorkflowTaskAsync(default!, default);
    }

    [Fact]
    public async Task A_body_that_names_another_task_than_the_ledger_is_not_followed()
    {
        await _host.DeliverAsync();

        Assert.Equal(CallbackOutcome.Recorded, await _host.CallBackAsync("""{"TaskId":"of-somebody-else"}"""));
        await _host.Ims.Received(1).GetWorkflowTaskAsync(new(TestData.TaskId), Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task A_question_that_failed_does_not_matter_to_a_run_that_has_ended()
    {
        await _host.DeliverAsync();
        await _host.CallBackAsync(OfTheTask);
        _host.Ims.GetWorkflowTaskAsync(default!, default).ThrowsAsyncForAnyArgs(new HttpRequestException("reset"));

        Assert.Equal(CallbackOutcome.Recorded, await _host.CallBackAsync(OfTheTask));
    }

    [Fact]
    public async Task A_run_that_has_ended_does_not_wait_for_IMS_and_calls_the_question_off()
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

        Assert.Equal(CallbackOutcome.Recorded, await _host.TaskReadBack(_host.Ledger).OfTaskAsync(TestData.TaskId, TestData.Invocation(), default));
        Assert.True(Assert.Single(asked).IsCancellationRequested);
    }

    [Fact]
    public async Task A_body_that_names_another_task_does_not_hold_up_the_right_one()
    {
        await _host.DeliverAsync();
        Unanswered("of-somebody-else");

        Assert.Equal(CallbackOutcome.Recorded, await _host.CallBackAsync("""{"TaskId":"of-somebody-else"}"""));
    }

    [Fact]
    public async Task Nobody_who_is_not_admitted_makes_us_ask_IMS()
    {
        await _host.DeliverAsync();

        Assert.Equal(CallbackOutcome.Forged, await _host.CallBackAsync(OfTheTask, mac: "AAAAAAAAAAAAAAAAAAAAAA"));
        await _host.Ims.DidNotReceiveWithAnyArgs().GetWorkflowTaskAsync(default!, default);
    }

    // With the tokens of those who ask: only they end the wait.
    private List<CancellationToken> Unanswered(string taskId)
    {
        var asked = new List<CancellationToken>();
        _host.Ims.GetWorkflowTaskAsync(new(taskId), Arg.Do<CancellationToken>(asked.Add)).Returns(new TaskCompletionSource<GetWorkflowTaskResponse>().Task);
        asked.Clear();
        return asked;
    }
}
