using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Runs.Start;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Runs.Gates;

/// <summary>Stops the loop of a workflow that overwrites its own input: each write is an upload, and each upload costs money.</summary>
internal sealed class RestartLimit(IRunLedger ledger, StartOptions options, TimeProvider clock)
{
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    /// <summary>How many runs one object may have within an hour.</summary>
    public int RestartsPerHour => options.RestartsPerHour;

    public async Task<bool> IsExceededAsync(WorkflowRun.Claimed run, CancellationToken cancellationToken)
    {
        var runs = await ledger.ListRunsForKeyAsync(run.Id, clock.GetUtcNow() - Window, cancellationToken);
        return runs.Count > RestartsPerHour && (run.Claim.Plan?.QuietFor is null || await IsExceededAsync(run.Id, runs, cancellationToken));
    }

    // A file that is written many times in a row is no loop: the runs of its earlier uploads have started nothing, whether they have ended for this one yet or not.
    private async Task<bool> IsExceededAsync(RunId own, IReadOnlyCollection<RunId> runs, CancellationToken cancellationToken)
    {
        var counted = 0;

        foreach (var run in runs)
        {
            counted += run == own || await MayHaveStartedAsync(run, cancellationToken) ? 1 : 0;

            if (counted > RestartsPerHour)
            {
                return true;
            }
        }

        return false;
    }

    private async Task<bool> MayHaveStartedAsync(RunId run, CancellationToken cancellationToken)
    {
        try
        {
            return (await ledger.ReadAsync(run, cancellationToken)).HasIntent;
        }
        catch (LedgerIncompleteException)
        {
            return true;
        }
    }
}
