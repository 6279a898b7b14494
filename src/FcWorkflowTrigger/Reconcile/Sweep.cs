using FcWorkflowTrigger.Runtime;
using FcWorkflowTrigger.Services;
using FcWorkflowTrigger.Services.Ledger;

namespace FcWorkflowTrigger.Reconcile;

/// <summary>Walks the unfinished runs and takes each as far as it will go. Any number of sweeps may walk at once.</summary>
internal sealed class Sweep(IRunLedger ledger, LedgerCheck check, RunVisit visit, ILogger<Sweep> logger, TimeProvider clock)
{
    // Younger markers are still in the hands of the function that put them.
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(2);

    // Each sweep begins one shard further on, so that no run is always the one that time runs out for.
    private static readonly TimeSpan Turn = TimeSpan.FromMinutes(5);

    private const int VisitsAtOnce = 8;

    // The rest of the function's time is for the visits under way.
    private const double ShareForNewVisits = 0.75;

    /// <exception cref="LedgerVersionedException">The ledger cannot be trusted.</exception>
    public async Task RunAsync(FcContext context, CancellationToken cancellationToken)
    {
        await check.RequireAsync(cancellationToken);

        var summary = new SweepSummary();
        var last = clock.GetUtcNow() + (context.FunctionTimeout * ShareForNewVisits);
        var batch = new List<Marker>(VisitsAtOnce);

        await foreach (var marker in ledger.ListMarkersAsync(Quiet, FirstShard(), cancellationToken))
        {
            batch.Add(marker);

            if (batch.Count == VisitsAtOnce)
            {
                await VisitAllAsync(batch, summary, context, cancellationToken);
                batch.Clear();

                if (clock.GetUtcNow() >= last)
                {
                    ReconcileLog.OutOfTime(logger);
                    break;
                }
            }
        }

        await VisitAllAsync(batch, summary, context, cancellationToken);
        ReconcileLog.Swept(logger, summary.Seen, summary.Finished, summary.Recovered, summary.Parked, summary.Open, summary.Errors);
    }

    private Task VisitAllAsync(List<Marker> markers, SweepSummary summary, FcContext context, CancellationToken cancellationToken) =>
        Task.WhenAll(markers.Select(marker => VisitAsync(marker, summary, context, cancellationToken)));

    private async Task VisitAsync(Marker marker, SweepSummary summary, FcContext context, CancellationToken cancellationToken)
    {
        try
        {
            summary.Count(await visit.MakeAsync(marker, context, cancellationToken));
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested && !CredentialProblem.Is(failure))
        {
            // One run in trouble must not hide the others; its marker brings it back with the next sweep.
            summary.Count(VisitOutcome.Error);
            ReconcileLog.Failed(logger, marker.Run, failure);
        }
    }

    private int FirstShard() => (int)(clock.GetUtcNow().Ticks / Turn.Ticks % Marker.Shards.Length);
}
