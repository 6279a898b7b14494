using FcWorkflowTrigger.Outcomes.Delivery;
using FcWorkflowTrigger.Reconcile.CatchingUp;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Telemetry.Export;
using FcWorkflowTrigger.Telemetry.Metrics;

namespace FcWorkflowTrigger.Reconcile;

/// <summary>What one firing of the timer does, the most important first, each within its part of the function's time.</summary>
/// <param name="export">Created when its turn comes, so that a start does not pay for it.</param>
internal sealed class TimerRound(
    Sweep sweep, RunMarks marks, OutcomeDelivery delivery, CatchUp catchUp, LevelReport levels, Lazy<RunExport> export, TimeProvider clock)
{
    // Each begins nothing after its own part of the function's time, nor so late that with the timeout of s.yaml its longest wait would pass the end: a start
    // may take half a minute, an answer of the collector 20 seconds.
    private const double ShareForCatchUp = 0.1;
    private const double LastCatchUp = 0.85;
    private const double ShareForExport = 0.1;
    private const double LastExport = 0.9;

    public async Task RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        // Elapsed time, because the first reply of the sweep may set the clock.
        var (began, start) = (clock.GetUtcNow(), clock.GetTimestamp());
        var summary = await sweep.RunAsync(invocation, cancellationToken);
        var swept = clock.GetUtcNow();
        var parked = await marks.CheckAsync(cancellationToken);
        await delivery.RunAsync(invocation.TimeLimit, cancellationToken);
        await catchUp.RunAsync(StopAt(ShareForCatchUp, LastCatchUp), invocation, cancellationToken);

        var facts = new SweepFacts(began, swept - began, summary.Open - summary.Waiting, summary.Waiting, parked, summary.Overdue, summary.Errors);
        await export.Value.RunAsync(await levels.CreateAsync(facts, cancellationToken), StopAt(ShareForExport, LastExport), cancellationToken);

        DateTimeOffset StopAt(double share, double latest)
        {
            var (own, last) = (invocation.TimeLimit * share, (invocation.TimeLimit * latest) - clock.GetElapsedTime(start));
            return clock.GetUtcNow() + (own < last ? own : last);
        }
    }
}
