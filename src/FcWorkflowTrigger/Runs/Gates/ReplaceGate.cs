using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Runs.Gates;

/// <summary>Makes a run whose rule replaces the media asset wait while a task of the same object may work on that asset: IMS would delete the asset of the running task.</summary>
/// <remarks>
/// It reads the ledger and takes no lock. Of two runs that are claimed at the same moment, each may miss the start of the other for as long as a registration takes.
/// </remarks>
internal sealed class ReplaceGate(IRunLedger ledger, RunJournal journal, ILogger<ReplaceGate> logger, TimeProvider clock)
{
    // A run that was not written to for so long has no running task.
    private static readonly TimeSpan LongestTask = TimeSpan.FromDays(7);

    public static bool Governs(ClaimRecord claim) => claim is { Plan.Overwrite: true };

    /// <summary>Writes nothing, so it may be called any number of times.</summary>
    public async Task<GateVerdict> EnterAsync(WorkflowRun.Claimed run, CancellationToken cancellationToken)
    {
        foreach (var other in await ledger.ListRunsForKeyAsync(run.Id, clock.GetUtcNow() - LongestTask, cancellationToken))
        {
            if (other != run.Id && await MayWorkAsync(other, run, cancellationToken))
            {
                return new GateVerdict.Waits($"the end of run {other}, whose task may work on the media asset");
            }
        }

        return GateVerdict.Open.Uncounted;
    }

    private async Task<bool> MayWorkAsync(RunId other, WorkflowRun.Claimed run, CancellationToken cancellationToken)
    {
        try
        {
            switch (await journal.ReadAsync(other, cancellationToken))
            {
                case WorkflowRun.Intended or WorkflowRun.Started:
                    return true;
                case WorkflowRun.Claimed claimed:
                    return IsAhead(claimed, run);
                case WorkflowRun.Parked { Held: WorkflowRun.Intended or WorkflowRun.Started }:
                    ReplaceGateLog.WaitsForParked(logger, run.Id, other);
                    return true;
                default:
                    return false;
            }
        }
        catch (LedgerIncompleteException)
        {
            StartLog.WaitsForIncomplete(logger, run.Id, other);
            return true;
        }
    }

    // Of two that have not started, the one that was claimed first goes first: neither waits for the other.
    private static bool IsAhead(WorkflowRun.Claimed other, WorkflowRun.Claimed run) =>
        (other.History.Records[0].At, other.Id.Value).CompareTo((run.History.Records[0].At, run.Id.Value)) < 0;
}
