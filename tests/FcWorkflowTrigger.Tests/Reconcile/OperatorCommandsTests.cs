using FcWorkflowTrigger.Cloud.Ims.Models;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Runs.Start;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace FcWorkflowTrigger.Tests.Reconcile;

/// <summary>An operator's decisions about a run.</summary>
public sealed class OperatorCommandsTests
{
    private readonly TestHost _host = new(TestData.StartOptions with { Policy = StartPolicy.Park });

    [Fact]
    public async Task A_resumed_run_whose_start_is_unknown_is_started_again()
    {
        await ParkAsync();

        await DecideAsync("resume");

        Assert.Equal(2, Assert.IsType<WorkflowRun.Started>(await _host.RunAsync()).Start.Gen);
        Assert.NotEmpty(_host.Ledger.Markers);
    }

    [Fact]
    public async Task A_resumed_run_may_send_one_more_start_and_no_further()
    {
        await ParkAsync();
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
        await ParkAsync();
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
        await ParkAsync();

        await DecideAsync("cancel");

        Assert.Equal(CancelRecord.ByOperator, Assert.IsType<CancelRecord>(Assert.IsType<WorkflowRun.Finished>(await _host.RunAsync()).End).Reason);
        Assert.Equal(1, _host.StartsSent);
    }

    [Fact]
    public async Task A_run_whose_task_may_be_running_cannot_be_canceled()
    {
        await _host.DeliverAsync();

        Assert.StartsWith("CANCEL-TOO-LATE: ", (await Assert.ThrowsAsync<InvalidOperationException>(() => DecideAsync("cancel"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_is_not_in_the_ledger_is_reported_as_unknown() =>
        Assert.StartsWith("RUN-UNKNOWN: ", (await Assert.ThrowsAsync<InvalidOperationException>(() => DecideAsync("resume"))).Message, StringComparison.Ordinal);

    private Task DecideAsync(string action) => _host.ReconcileAsync($$"""{"run":"{{TestData.RunId}}","action":"{{action}}"}""", "decision-1");

    private async Task ParkAsync()
    {
        _host.Ims.StartWorkflowAsync(default!, default, default).ThrowsAsyncForAnyArgs(new HttpRequestException(HttpRequestError.ResponseEnded));
        await _host.DeliverAsync();
        _host.Ims.StartWorkflowAsync(default!, default, default).ReturnsForAnyArgs(new StartWorkflowResponse(TestData.TaskId));
        _host.Time.Advance(TimeSpan.FromMinutes(35));
        await _host.SweepAsync();
        Assert.IsType<WorkflowRun.Parked>(await _host.RunAsync());
    }
}
