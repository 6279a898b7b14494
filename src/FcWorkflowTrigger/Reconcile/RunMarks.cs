using FcWorkflowTrigger.Cloud;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Reconcile;

/// <summary>Takes away the marks of runs that are not parked, or do not wait, any more: a process that was frozen, or that died, may have left one.</summary>
internal sealed class RunMarks(RunIndex index, RunJournal journal, RunCloser closer, ILogger<RunMarks> logger, TimeProvider clock)
{
    // A run that is marked mostly stays so for hours. With more marks of one kind than this, each sweep checks others of them.
    private const int MostChecked = 8;

    private static readonly TimeSpan SweepInterval = TimeSpan.FromMinutes(5);

    // The process that put a younger mark may still be working on its run.
    private static readonly TimeSpan MinAge = TimeSpan.FromMinutes(2);

    /// <returns>How many runs are marked as parked, without those that have just been marked.</returns>
    public async Task<int> CheckAsync(CancellationToken cancellationToken)
    {
        var marks = await ListAsync(cancellationToken);
        var (waiting, parked) = (marks.Where(mark => mark.IsWaiting).ToArray(), marks.Where(mark => !mark.IsWaiting).ToArray());

        foreach (var mark in Pick(parked).Concat(Pick(waiting)))
        {
            try
            {
                await (mark.IsWaiting ? CheckWaitingAsync(mark.Run, cancellationToken) : CheckParkedAsync(mark.Run, cancellationToken));
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested && !CredentialProblem.Is(failure))
            {
                ReconcileLog.MarkUnchecked(logger, mark.Run, failure);
            }
        }

        return parked.Length;
    }

    private IEnumerable<RunMark> Pick(RunMark[] marks)
    {
        var first = (int)(clock.GetUtcNow().Ticks / SweepInterval.Ticks * MostChecked % Math.Max(marks.Length, 1));
        return Enumerable.Range(first, Math.Min(MostChecked, marks.Length)).Select(number => marks[number % marks.Length]);
    }

    private async Task<IReadOnlyList<RunMark>> ListAsync(CancellationToken cancellationToken)
    {
        var marks = new List<RunMark>();

        await foreach (var listed in index.ListMarksAsync(cancellationToken))
        {
            if (listed.PutAt + MinAge <= clock.GetUtcNow())
            {
                marks.Add(listed.Mark);
            }
        }

        return marks;
    }

    // A run that has its plan never waits again.
    private async Task CheckWaitingAsync(RunId id, CancellationToken cancellationToken)
    {
        if (await journal.ReadAsync(id, cancellationToken) is not WorkflowRun.Waiting)
        {
            await index.DeleteWaitingAsync(id, cancellationToken);
        }
    }

    private async Task CheckParkedAsync(RunId id, CancellationToken cancellationToken)
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
