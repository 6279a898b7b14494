using FcWorkflowTrigger.Cloud;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Reconcile;

/// <summary>Takes away the marks of runs that are not parked any more: a process that was frozen, or that died, may have left one.</summary>
internal sealed class ParkedMarks(RunIndex index, RunJournal journal, RunCloser closer, ILogger<ParkedMarks> logger, TimeProvider clock)
{
    // A run that is parked stays so for days. With more parked runs than this, each sweep checks others of them.
    private const int MostChecked = 8;

    private static readonly TimeSpan SweepInterval = TimeSpan.FromMinutes(5);

    // The process that put a younger mark may still be working on its run.
    private static readonly TimeSpan MinAge = TimeSpan.FromMinutes(2);

    /// <returns>How many runs are marked as parked, without those that have just been marked.</returns>
    public async Task<int> CheckAsync(CancellationToken cancellationToken)
    {
        var marked = await ListAsync(cancellationToken);
        var first = (int)(clock.GetUtcNow().Ticks / SweepInterval.Ticks * MostChecked % Math.Max(marked.Count, 1));

        foreach (var run in Enumerable.Range(first, Math.Min(MostChecked, marked.Count)).Select(number => marked[number % marked.Count]))
        {
            try
            {
                await CheckAsync(run, cancellationToken);
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested && !CredentialProblem.Is(failure))
            {
                ReconcileLog.MarkUnchecked(logger, run, failure);
            }
        }

        return marked.Count;
    }

    private async Task<IReadOnlyList<RunId>> ListAsync(CancellationToken cancellationToken)
    {
        var marked = new List<RunId>();

        await foreach (var (run, putAt) in index.ListParkedAsync(cancellationToken))
        {
            if (putAt + MinAge <= clock.GetUtcNow())
            {
                marked.Add(run);
            }
        }

        return marked;
    }

    private async Task CheckAsync(RunId id, CancellationToken cancellationToken)
    {
        var run = await journal.ReadAsync(id, cancellationToken);

        if (run is WorkflowRun.Parked)
        {
            return;
        }

        if (run is WorkflowRun.Opened open and not WorkflowRun.Finished)
        {
            // It may be parked again before its mark is gone. Then a sweep that visits this marker puts the mark back.
            await closer.GuardAsync(open, cancellationToken);
        }

        await index.DeleteParkedAsync(id, cancellationToken);

        if (await journal.ReadAsync(id, cancellationToken) is WorkflowRun.Parked again)
        {
            await index.PutParkedAsync(id, again.Park, cancellationToken);
        }
    }
}
