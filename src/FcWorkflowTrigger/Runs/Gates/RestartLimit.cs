using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Runs.Start;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Runs.Gates;

/// <summary>Stops the loop of a workflow that overwrites its own input: each write is an upload, and each upload costs money.</summary>
internal sealed class RestartLimit(IRunLedger ledger, RunJournal journal, StartOptions options, TimeProvider clock)
{
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    /// <summary>How many runs one object may have within an hour.</summary>
    public int RestartsPerHour => options.RestartsPerHour;

    public async Task<bool> IsExceededAsync(WorkflowRun.Claimed run, CancellationToken cancellationToken)
    {
        var runs = await ledger.ListRunsForKeyAsync(run.Id, clock.GetUtcNow() - Window, cancellationToken);
        return runs.Count > RestartsPerHour && (run.Claim.Plan?.QuietFor is null || await IsExceededAsync(runs, cancellationToken));
    }

    // A file that is written many times in a row is no loop: the runs of its earlier uploads have started nothing.
    private async Task<bool> IsExceededAsync(IReadOnlyCollection<RunId> runs, CancellationToken cancellationToken)
    {
        var counted = 0;

        foreach (var run in runs)
        {
            counted += await HasEndedForLaterAsync(run, cancellationToken) ? 0 : 1;

            if (counted > RestartsPerHour)
            {
                return true;
            }
        }

        return false;
    }

    private async Task<bool> HasEndedForLaterAsync(RunId run, CancellationToken cancellationToken)
    {
        try
        {
            return await journal.ReadAsync(run, cancellationToken) is WorkflowRun.Finished { End: CancelRecord { IsOfFormerBytes: true } };
        }
        catch (LedgerIncompleteException)
        {
            return false;
        }
    }
}
