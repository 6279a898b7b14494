using FcWorkflowTrigger.Services.Ledger.Records;
using FcWorkflowTrigger.Starting;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace FcWorkflowTrigger.Tests.Reconcile;

/// <summary>What a person decides about a parked run.</summary>
public sealed class DecisionsTests
{
    private readonly World _world = new(Given.StartOptions with { Policy = StartPolicy.Park });

    [Fact]
    public async Task Resumed_a_run_whose_start_vanished_is_started_anew()
    {
        await ParkAsync();

        await DecideAsync("resume");

        Assert.Equal(2, Assert.IsType<WorkflowRun.Started>(await _world.RunAsync()).Start.Gen);
        Assert.NotEmpty(_world.Ledger.Markers);
    }

    [Fact]
    public async Task Resumed_it_may_send_one_more_start_and_not_any_number()
    {
        await ParkAsync();
        _world.Ims.StartWorkflowAsync(default!, default, default).ThrowsAsyncForAnyArgs(new HttpRequestException(HttpRequestError.ResponseEnded));
        await DecideAsync("resume");
        _world.Time.Advance(TimeSpan.FromMinutes(40));

        await _world.SweepAsync();

        Assert.IsType<WorkflowRun.Parked>(await _world.RunAsync());
        Assert.Equal(2, _world.StartsSent);
    }

    [Fact]
    public async Task Canceled_it_ends_unstarted()
    {
        await ParkAsync();

        await DecideAsync("cancel");

        Assert.Equal(CancelRecord.ByOperator, Assert.IsType<CancelRecord>(Assert.IsType<WorkflowRun.Finished>(await _world.RunAsync()).End).Reason);
        Assert.Equal(1, _world.StartsSent);
    }

    [Fact]
    public async Task A_run_whose_task_may_be_running_cannot_be_canceled()
    {
        await _world.DeliverAsync();

        Assert.StartsWith("CANCEL-TOO-LATE: ", (await Assert.ThrowsAsync<InvalidOperationException>(() => DecideAsync("cancel"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_nobody_knows_is_said_to_be_unknown() =>
        Assert.StartsWith("RUN-UNKNOWN: ", (await Assert.ThrowsAsync<InvalidOperationException>(() => DecideAsync("resume"))).Message, StringComparison.Ordinal);

    private Task DecideAsync(string action) => _world.ReconcileAsync($$"""{"run":"{{Given.RunId}}","action":"{{action}}"}""", "decision-1");

    private async Task ParkAsync()
    {
        _world.Ims.StartWorkflowAsync(default!, default, default).ThrowsAsyncForAnyArgs(new HttpRequestException(HttpRequestError.ResponseEnded));
        await _world.DeliverAsync();
        _world.Ims.StartWorkflowAsync(default!, default, default).ReturnsForAnyArgs(new FcWorkflowTrigger.Services.Ims.StartWorkflowResponse(Given.TaskId));
        _world.Time.Advance(TimeSpan.FromMinutes(35));
        await _world.SweepAsync();
        Assert.IsType<WorkflowRun.Parked>(await _world.RunAsync());
    }
}
