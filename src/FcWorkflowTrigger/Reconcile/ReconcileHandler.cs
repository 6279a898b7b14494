using FcWorkflowTrigger.Runtime;
using FcWorkflowTrigger.Services.Ledger;

namespace FcWorkflowTrigger.Reconcile;

/// <summary>Walks the unfinished runs and finishes those whose task has ended, whatever became of their callback.</summary>
internal sealed class ReconcileHandler(
    IRunLedger ledger,
    RunJournal journal,
    RunCheck check,
    ILogger<ReconcileHandler> logger)
{
    // Younger runs are still in the hands of the function that opened them.
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(2);

    public async Task SweepAsync(FcContext context, CancellationToken cancellationToken)
    {
        var summary = new SweepSummary();

        await foreach (var marker in ledger.ListMarkersAsync(Quiet, cancellationToken))
        {
            try
            {
                summary.Count(await VisitAsync(marker, context, cancellationToken));
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
            {
                // One run in trouble must not hide the others; its marker brings it back with the next sweep.
                summary.CountError();
                ReconcileLog.Failed(logger, marker.Run, failure);
            }
        }

        ReconcileLog.Swept(logger, summary.Seen, summary.Finished, summary.Open, summary.Errors);
    }

    private async Task<WorkflowRun> VisitAsync(Marker marker, FcContext context, CancellationToken cancellationToken)
    {
        var run = await check.CheckAsync(await journal.ReadAsync(marker.Run, cancellationToken), context, cancellationToken);

        if (run is WorkflowRun.Finished)
        {
            await ledger.DeleteMarkerAsync(marker, cancellationToken);
        }

        return run;
    }
}
