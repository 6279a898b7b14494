using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Runs;
using NSubstitute.ExceptionExtensions;

namespace FcWorkflowTrigger.Tests.Reconcile;

public sealed class ReconcileHandlerTests
{
    private readonly TestHost _host = new();

    [Fact]
    public async Task A_run_whose_callback_was_lost_is_finished_by_the_sweep()
    {
        await _host.DeliverAsync();
        _host.Time.Advance(TimeSpan.FromMinutes(5));

        await _host.SweepAsync();

        Assert.Equal("poll", Assert.IsType<DoneRecord>(Assert.IsType<WorkflowRun.Finished>(await _host.RunAsync()).End).How);
        Assert.Empty(_host.Ledger.Markers);
    }

    [Fact]
    public async Task A_sweep_does_not_touch_a_young_run()
    {
        await _host.DeliverAsync();

        await _host.SweepAsync();

        Assert.IsType<WorkflowRun.Started>(await _host.RunAsync());
    }

    [Fact]
    public async Task A_task_that_is_running_keeps_its_marker()
    {
        await _host.DeliverAsync();
        _host.TaskIs("Processing");
        _host.Time.Advance(TimeSpan.FromMinutes(5));

        await _host.SweepAsync();

        Assert.IsType<WorkflowRun.Started>(await _host.RunAsync());
        Assert.Single(_host.Ledger.Markers);
    }

    [Fact]
    public async Task A_failing_run_does_not_stop_the_others()
    {
        await _host.DeliverAsync();
        await _host.DeliverAsync("request-2", TestData.Upload(requestId: "other"));
        _host.Time.Advance(TimeSpan.FromMinutes(5));
        _host.Ims.GetWorkflowTaskAsync(default!, default).ThrowsAsyncForAnyArgs(new InvalidDataException("trouble"));

        await _host.SweepAsync();
        Assert.Equal(2, _host.Ledger.Markers.Count);

        _host.TaskIs("Succeed");
        await _host.SweepAsync();
        Assert.Empty(_host.Ledger.Markers);
    }
}
