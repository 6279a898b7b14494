using System.Net;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Reconcile;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Runs.Start;
using NSubstitute.ExceptionExtensions;

namespace FcWorkflowTrigger.Tests.Reconcile;

/// <summary>An operator's decisions about a run.</summary>
public sealed class OperatorCommandsTests
{
    private readonly TestHost _host = new(TestData.StartOptions with { Policy = StartPolicy.Park });

    [Fact]
    public async Task A_resumed_run_whose_start_is_unknown_is_started_again()
    {
        await _host.ParkAsync();

        await DecideAsync("resume");

        Assert.Equal(2, Assert.IsType<WorkflowRun.Started>(await _host.RunAsync()).Start.Gen);
        Assert.NotEmpty(_host.Ledger.Markers);
    }

    [Fact]
    public async Task A_resumed_run_may_send_one_more_start_and_no_further()
    {
        await _host.ParkAsync();
        _host.Ims.StartWorkflowAsync(default!, default, default).ThrowsAsyncForAnyArgs(new HttpRequestException(HttpRequestError.ResponseEnded));
        await DecideAsync("resume");
        _host.Time.Advance(TimeSpan.FromMinutes(40));

        await _host.SweepAsync();

        Assert.IsType<WorkflowRun.Parked>(await _host.RunAsync());
        Assert.Equal(2, _host.StartsSent);
    }

    [Fact]
    public async Task A_resumed_run_has_a_marker_before_its_claim_and_also_when_a_sweep_then_deletes_that()
    {
        await _host.ParkAsync();
        int? before = null;
        _host.Ledger.Appending = async record =>
        {
            if (record is ClaimRecord && before is null)
            {
                before = _host.Ledger.Markers.Count;
                await _host.Ledger.DeleteMarkerAsync(_host.Ledger.Markers.Single(), default);
            }
        };

        await DecideAsync("resume");

        Assert.Equal(1, before);
        Assert.Single(_host.Ledger.Markers);
    }

    [Fact]
    public async Task A_canceled_run_ends_unstarted()
    {
        await _host.ParkAsync();

        await DecideAsync("cancel");

        Assert.Equal(CancelRecord.ByOperator, Assert.IsType<CancelRecord>(Assert.IsType<WorkflowRun.Finished>(await _host.RunAsync()).End).Reason);
        Assert.Equal(1, _host.StartsSent);
    }

    /// <summary>Without it, a process that dies after the record leaves an end that no system is told of.</summary>
    [Fact]
    public async Task A_parked_run_has_a_marker_before_its_cancellation_is_recorded()
    {
        await _host.ParkAsync();
        Assert.Empty(_host.Ledger.Markers);
        int? markers = null;
        _host.Ledger.Appending = record =>
        {
            markers ??= record is CancelRecord ? _host.Ledger.Markers.Count : null;
            return Task.CompletedTask;
        };

        await DecideAsync("cancel");

        Assert.Equal(1, markers);
    }

    [Fact]
    public async Task A_run_whose_task_may_be_running_cannot_be_canceled()
    {
        await _host.DeliverAsync();

        Assert.StartsWith("CANCEL-TOO-LATE: ", (await Assert.ThrowsAsync<DecisionException>(() => DecideAsync("cancel"))).Message, StringComparison.Ordinal);
    }

    /// <summary>IMS says it does not know the task, and may run it all the same.</summary>
    [Fact]
    public async Task A_parked_run_that_was_started_cannot_be_canceled()
    {
        await _host.DeliverAsync();
        var run = (WorkflowRun.Started)await _host.RunAsync();
        await _host.Journal.TryRecordAsync(run, new ParkRecord { Reason = ParkRecord.TaskLost }, TestData.Invocation(), default);

        Assert.StartsWith("CANCEL-TOO-LATE: ", (await Assert.ThrowsAsync<DecisionException>(() => DecideAsync("cancel"))).Message, StringComparison.Ordinal);
        Assert.IsType<WorkflowRun.Parked>(await _host.RunAsync());
    }

    [Fact]
    public async Task A_run_that_is_not_in_the_ledger_is_reported_as_unknown() =>
        Assert.StartsWith("RUN-UNKNOWN: ", (await Assert.ThrowsAsync<DecisionException>(() => DecideAsync("resume"))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("resume", "open")]
    [InlineData("cancel", "canceled")]
    public async Task The_answer_names_the_run_and_its_state_and_the_ledger_keeps_the_note(string action, string state)
    {
        await _host.ParkAsync();

        var reply = await _host.ReconcileAsync($$"""{"run":"{{TestData.RunId}}","action":"{{action}}","note":"looked at in the console"}""");

        Assert.Equal($$"""{"run":"{{TestData.RunId}}","action":"{{action}}","state":"{{state}}"}""", reply);
        Assert.Equal("looked at in the console", Assert.Single((await _host.RunAsync()).History.Records, record => record.Note is not null).Note);
    }

    /// <summary>Case F20.</summary>
    [Theory]
    [InlineData("resume", "Failed", "failed")]
    [InlineData("resume", "Succeed", "succeeded")]
    [InlineData("cancel", "Canceled", "canceled")]
    [InlineData("cancel", "Failed", "failed")]
    public async Task A_decision_about_a_run_that_has_ended_fails_and_changes_nothing(string action, string status, string outcome)
    {
        _host.TaskIs(status);
        await _host.DeliverAsync();
        await _host.CallBackAsync($$$"""{"EventType":"WorkflowTaskComplete","MessageBody":{"TaskId":"{{{TestData.TaskId}}}","Status":"{{{status}}}"}}""");
        var before = (await _host.RunAsync()).History.Records;

        var failure = await Assert.ThrowsAsync<DecisionException>(() => DecideAsync(action));

        Assert.Equal($"RUN-ENDED: run {TestData.RunId} has ended ({outcome}). Nothing was changed. To run the file again, upload it again.", failure.Message);
        Assert.Equal(before, (await _host.RunAsync()).History.Records);
        Assert.Equal(1, _host.StartsSent);
    }

    [Fact]
    public async Task A_run_that_IMS_rejected_has_ended()
    {
        _host.Ims.StartWorkflowAsync(default!, default, default).ThrowsAsyncForAnyArgs(
            new ImsException("StartWorkflow", HttpStatusCode.BadRequest, "InvalidParameter", "R"));
        await _host.DeliverAsync();

        Assert.Contains("has ended (rejected)", (await Assert.ThrowsAsync<DecisionException>(() => DecideAsync("resume"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_cancellation_fails_and_a_repeated_try_of_the_first_does_not()
    {
        var failure = await ParkAndDecideAgainAsync("cancel");

        Assert.StartsWith("RUN-ENDED: ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancellation_that_died_before_it_closed_the_run_closes_it_when_it_is_repeated()
    {
        await _host.ParkAsync();
        _host.Index.Refuses = _ => new("PutObject", HttpStatusCode.Forbidden, "AccessDenied", null);
        await Assert.ThrowsAnyAsync<Exception>(() => DecideAsync("cancel"));
        Assert.IsType<WorkflowRun.Finished>(await _host.RunAsync());
        _host.Index.Refuses = _ => null;

        await DecideAsync("cancel");

        Assert.EndsWith("-canceled", Assert.Single(_host.Index.Keys, key => key.StartsWith("e/", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_whose_id_begins_as_that_of_an_earlier_one_is_another_request()
    {
        await _host.ParkAsync();
        await DecideAsync("cancel", "decision-11");

        Assert.StartsWith("RUN-ENDED: ", (await Assert.ThrowsAsync<DecisionException>(() => DecideAsync("cancel", "decision-1"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_started_run_has_nothing_to_resume_unless_this_very_request_has_resumed_it()
    {
        var failure = await ParkAndDecideAgainAsync("resume");

        Assert.StartsWith($"RUN-NOT-PARKED: run {TestData.RunId} is started and not parked", failure.Message, StringComparison.Ordinal);
        Assert.Equal(2, _host.StartsSent);
    }

    [Fact]
    public async Task A_run_that_cannot_go_on_yet_says_so()
    {
        _host.Ims.StartWorkflowAsync(default!, default, default).ThrowsAsyncForAnyArgs(new HttpRequestException(HttpRequestError.ResponseEnded));
        await _host.DeliverAsync();

        var failure = await Assert.ThrowsAsync<DecisionException>(() => DecideAsync("resume"));

        Assert.StartsWith($"RUN-NOT-PARKED: run {TestData.RunId} is Intended and not parked, and it cannot go on yet.", failure.Message, StringComparison.Ordinal);
    }

    private Task<string> DecideAsync(string action, string requestId = "decision-1") =>
        _host.ReconcileAsync($$"""{"run":"{{TestData.RunId}}","action":"{{action}}"}""", requestId);

    /// <summary>A decision, the same request once more, and the same decision by another request, which fails.</summary>
    private async Task<DecisionException> ParkAndDecideAgainAsync(string action)
    {
        await _host.ParkAsync();
        await DecideAsync(action);
        await DecideAsync(action);
        return await Assert.ThrowsAsync<DecisionException>(() => DecideAsync(action, "decision-2"));
    }
}
