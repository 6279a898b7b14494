using FcWorkflowTrigger.Cloud;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Runs.Gates;
using FcWorkflowTrigger.Runs.Sidecars;
using FcWorkflowTrigger.Runs.Start;
using FcWorkflowTrigger.Runs.UnknownStart;

namespace FcWorkflowTrigger.Runs;

/// <summary>Continues an unfinished run from its recorded state. A start that may have been sent is looked for, never repeated.</summary>
internal sealed class RunRecoverer(
    RunJournal journal,
    UnknownStartResolver resolver,
    RunStarter starter,
    SidecarPlanner planner,
    StartGate gate,
    RunDeadlines deadlines,
    ILogger<RunRecoverer> logger)
{
    /// <summary>For a run that this invocation has just claimed, so no start of it can have been sent.</summary>
    /// <exception cref="StartDeferredException">IMS refuses for now.</exception>
    public Task<WorkflowRun> BeginAsync(WorkflowRun run, Invocation invocation, CancellationToken cancellationToken) => run is WorkflowRun.Claimed claimed
        ? starter.AdvanceAsync(claimed, invocation, cancellationToken)
        : RecoverAsync(run, invocation, cancellationToken);

    /// <returns>The new state of the run; unchanged while another invocation holds its claim, or while nothing can be known yet.</returns>
    /// <exception cref="StartDeferredException">IMS refuses for now.</exception>
    /// <exception cref="LedgerIncompleteException">As for <see cref="RequireAllRecords"/>.</exception>
    public async Task<WorkflowRun> RecoverAsync(WorkflowRun run, Invocation invocation, CancellationToken cancellationToken)
    {
        RequireAllRecords(run);

        if (run is WorkflowRun.Waiting waiting)
        {
            return await planner.AdvanceAsync(waiting, invocation, cancellationToken);
        }

        if (run is WorkflowRun.Intended intended && deadlines.IsFree(intended.Claim, invocation.RequestId))
        {
            run = await resolver.ResolveAsync(intended, invocation, cancellationToken);
        }

        return run is WorkflowRun.Claimed claimed && deadlines.IsFree(claimed.Claim, invocation.RequestId) && await gate.MayEnterAsync(claimed, cancellationToken)
            ? await TakeOverAsync(claimed, invocation, cancellationToken)
            : run;
    }

    /// <summary>What was started for a run is not started again because the record of it has expired.</summary>
    /// <exception cref="LedgerIncompleteException">The run would start something, and is so old that records of it may have expired.</exception>
    public void RequireAllRecords(WorkflowRun run)
    {
        if (run is WorkflowRun.Opened unstarted and (WorkflowRun.Claimed or WorkflowRun.Waiting or WorkflowRun.Intended) && deadlines.MayHaveExpired(unstarted))
        {
            throw new LedgerIncompleteException(run.Id, $"it is over {RunDeadlines.RecordsBelieved.TotalDays} days old, and records may have expired");
        }
    }

    private async Task<WorkflowRun> TakeOverAsync(WorkflowRun.Claimed run, Invocation invocation, CancellationToken cancellationToken)
    {
        if (await journal.TryRecordAsync(run, run.Claim with { Note = null }, invocation, cancellationToken) is not WorkflowRun.Claimed ours)
        {
            StartLog.MovedOn(logger, run);
            return await journal.ReadAsync(run.Id, cancellationToken);
        }

        StartLog.TookOver(logger, run, ours.Epoch);
        return await AdvanceAsync(ours, invocation, cancellationToken);
    }

    private async Task<WorkflowRun> AdvanceAsync(WorkflowRun.Claimed run, Invocation invocation, CancellationToken cancellationToken)
    {
        try
        {
            var reached = await starter.AdvanceAsync(run, invocation, cancellationToken);

            // A run that only waits is unchanged: IMS has not refused it.
            return reached is WorkflowRun.Claimed left && left.History.Records.Count > run.History.Records.Count && deadlines.IsOverdue(left)
                ? await ParkAsync(left, invocation, cancellationToken)
                : reached;
        }
        catch (Exception refused) when (refused is StartDeferredException or ImsException && !CredentialProblem.Is(refused) && deadlines.IsOverdue(run))
        {
            var left = await journal.ReadAsync(run.Id, cancellationToken);
            return left is WorkflowRun.Claimed claimed ? await ParkAsync(claimed, invocation, cancellationToken) : left;
        }
    }

    private Task<WorkflowRun> ParkAsync(WorkflowRun.Claimed run, Invocation invocation, CancellationToken cancellationToken) =>
        journal.ParkAsync(run, ParkRecord.StartOverdue, logger, invocation, cancellationToken);
}
