using FcWorkflowTrigger.Services.Ledger.Records;
using NSubstitute.ExceptionExtensions;

namespace FcWorkflowTrigger.Tests.Reconcile;

public sealed class ReconcileHandlerTests
{
    private readonly World _world = new();

    [Fact]
    public async Task A_run_whose_callback_was_lost_is_finished_by_the_sweep()
    {
        await _world.DeliverAsync();
        _world.Time.Advance(TimeSpan.FromMinutes(5));

        await _world.SweepAsync();

        Assert.Equal("poll", Assert.IsType<DoneRecord>(Assert.IsType<WorkflowRun.Finished>(await _world.RunAsync()).End).How);
        Assert.Empty(_world.Ledger.Markers);
    }

    [Fact]
    public async Task A_young_run_is_left_to_its_function()
    {
        await _world.DeliverAsync();

        await _world.SweepAsync();

        Assert.IsType<WorkflowRun.Started>(await _world.RunAsync());
    }

    [Fact]
    public async Task A_task_that_goes_on_keeps_its_marker()
    {
        await _world.DeliverAsync();
        _world.TaskIs("Processing");
        _world.Time.Advance(TimeSpan.FromMinutes(5));

        await _world.SweepAsync();

        Assert.IsType<WorkflowRun.Started>(await _world.RunAsync());
        Assert.Single(_world.Ledger.Markers);
    }

    [Fact]
    public async Task A_run_in_trouble_does_not_hide_the_others()
    {
        await _world.DeliverAsync();
        await _world.DeliverAsync("request-2", Given.Upload(requestId: "other"));
        _world.Time.Advance(TimeSpan.FromMinutes(5));
        _world.Ims.GetWorkflowTaskAsync(default!, default).ThrowsAsyncForAnyArgs(new InvalidDataException("trouble"));

        await _world.SweepAsync();
        Assert.Equal(2, _world.Ledger.Markers.Count);

        _world.TaskIs("Succeed");
        await _world.SweepAsync();
        Assert.Empty(_world.Ledger.Markers);
    }
}
