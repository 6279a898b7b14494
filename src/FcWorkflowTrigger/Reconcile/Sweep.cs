using FcWorkflowTrigger.Cloud;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Oss;
using FcWorkflowTrigger.Runs;

namespace FcWorkflowTrigger.Reconcile;

/// <summary>Walks the unfinished runs and takes each as far as it will go. Any number of sweeps may walk at once.</summary>
internal sealed class Sweep(IRunLedger ledger, LedgerVersioningCheck check, RunReconciler visit, ILogger<Sweep> logger, TimeProvider clock)
{
    // Younger markers are still in the hands of the function that put them.
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(2);

    // The rest of the function's time is for the visits under way.
    private const double ShareForNewVisits = 0.75;

    /// <exception cref="LedgerVersionedException">The ledger cannot be trusted.</exception>
    public async Task RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        await check.RequireAsync(cancellationToken);

        var summary = new SweepSummary();

        try
        {
            await WalkAsync(summary, invocation, cancellationToken);
        }
        finally
        {
            ReconcileLog.Swept(logger, summary.Seen, summary.Finished, summary.Recovered, summary.Parked, summary.Open, summary.Errors);
        }
    }

    private async Task WalkAsync(SweepSummary summary, Invocation invocation, CancellationToken cancellationToken)
    {
        var last = clock.GetUtcNow() + (invocation.TimeLimit * ShareForNewVisits);
        var markers = ledger.ListMarkersAsync(Quiet, Marker.FirstShard(clock.GetUtcNow()), cancellationToken);

        if (!await MarkerWalk.VisitAllAsync(markers, marker => VisitAsync(marker, summary, invocation, cancellationToken), last, clock))
        {
            ReconcileLog.OutOfTime(logger);
        }
    }

    private async Task VisitAsync(Marker marker, SweepSummary summary, Invocation invocation, CancellationToken cancellationToken)
    {
        try
        {
            summary.Count(await visit.MakeAsync(marker, invocation, cancellationToken));
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested && !CredentialProblem.Is(failure))
        {
            // One run in trouble must not hide the others; its marker brings it back with the next sweep.
            summary.Count(ReconcileOutcome.Error);
            ReconcileLog.Failed(logger, marker.Run, failure);
        }
    }
}
