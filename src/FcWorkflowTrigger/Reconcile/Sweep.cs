using FcWorkflowTrigger.Cloud;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Oss;
using FcWorkflowTrigger.Runs;

namespace FcWorkflowTrigger.Reconcile;

/// <summary>Lists the unfinished runs and reconciles each of them. Any number of sweeps may run at once.</summary>
internal sealed class Sweep(
    IRunLedger ledger, RunIndex index, LedgerVersioningCheck check, RunReconciler reconciler, ILogger<Sweep> logger, TimeProvider clock)
{
    // The function that put a younger marker may still be working on its run.
    private static readonly TimeSpan MinMarkerAge = TimeSpan.FromMinutes(2);

    // The rest of the function's time is for the runs that are being reconciled.
    private const double ShareForNewRuns = 0.75;

    /// <returns>What was found.</returns>
    /// <exception cref="LedgerVersionedException">The bucket of the ledger is versioned, so its records may be overwritten.</exception>
    public async Task<SweepSummary> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        await check.EnsureUnversionedAsync(cancellationToken);

        var summary = new SweepSummary();
        var isComplete = false;

        try
        {
            isComplete = await WalkAsync(summary, invocation, cancellationToken);
            return summary;
        }
        finally
        {
            ReconcileLog.Swept(logger, summary.Seen, summary.Finished, summary.Recovered, summary.Parked, summary.Open, summary.Overdue, summary.Errors);
            await RecordAsync(summary.ToRecord(clock.GetUtcNow(), isComplete, invocation.RequestId), cancellationToken);
        }
    }

    // A person reads it; no run depends on it. So a sweep whose record is refused has swept all the same.
    private async Task RecordAsync(LastSweep record, CancellationToken cancellationToken)
    {
        try
        {
            await index.PutSweepAsync(record, cancellationToken);
        }
        catch (Exception failure) when (!CredentialProblem.Is(failure))
        {
            ReconcileLog.Unrecorded(logger, failure);
        }
    }

    /// <returns>True when every run that was due has been visited.</returns>
    private async Task<bool> WalkAsync(SweepSummary summary, Invocation invocation, CancellationToken cancellationToken)
    {
        var stopAt = clock.GetUtcNow() + (invocation.TimeLimit * ShareForNewRuns);
        var markers = ledger.ListMarkersAsync(MinMarkerAge, Marker.FirstShard(clock.GetUtcNow()), cancellationToken);

        var isComplete = await MarkerWalk.ForEachAsync(markers, marker => ReconcileAsync(marker, summary, invocation, cancellationToken), stopAt, clock);

        if (!isComplete)
        {
            ReconcileLog.OutOfTime(logger);
        }

        return isComplete;
    }

    private async Task ReconcileAsync(Marker marker, SweepSummary summary, Invocation invocation, CancellationToken cancellationToken)
    {
        try
        {
            summary.Count(await reconciler.ReconcileAsync(marker, invocation, cancellationToken));
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested && !CredentialProblem.Is(failure))
        {
            // A failure of one run must not stop the others. The marker stays, so the next sweep tries the run again.
            summary.Count(ReconcileOutcome.Error);
            ReconcileLog.Failed(logger, marker.Run, failure);
        }
    }
}
