using FcWorkflowTrigger.Cloud;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Runs.Gates;
using FcWorkflowTrigger.Runs.Sidecars;
using FcWorkflowTrigger.Runs.Start;
using FcWorkflowTrigger.Runs.UnknownStart;
using FcWorkflowTrigger.Settings;

namespace FcWorkflowTrigger.Runs;

/// <summary>Takes an unfinished run on from wherever it was left. A start that may be out is looked for, never repeated.</summary>
internal sealed class RunRecoverer(
    RunJournal journal,
    UnknownStartResolver resolver,
    RunStarter starter,
    SidecarPlanner planning,
    StartGate gate,
    StartOptions options,
    ILogger<RunRecoverer> logger,
    TimeProvider clock)
{
    /// <returns>The run as it then stands; unchanged while its claim is alive or nothing can be known yet.</returns>
    /// <exception cref="StartDeferredException">IMS refuses for now.</exception>
    public async Task<WorkflowRun> RecoverAsync(WorkflowRun run, Invocation invocation, CancellationToken cancellationToken)
    {
        if (run is WorkflowRun.Waiting waiting)
        {
            return await planning.BringOnAsync(waiting, invocation, cancellationToken);
        }

        if (run is WorkflowRun.Intended intended && IsFree(intended.Claim, invocation))
        {
            run = await resolver.SettleAsync(intended, invocation, cancellationToken);
        }

        return run is WorkflowRun.Claimed claimed && IsFree(claimed.Claim, invocation) && await gate.MayEnterAsync(claimed, cancellationToken)
            ? await TakeOverAsync(claimed, invocation, cancellationToken)
            : run;
    }

    private async Task<WorkflowRun> TakeOverAsync(WorkflowRun.Claimed run, Invocation invocation, CancellationToken cancellationToken)
    {
        var claim = run.Claim with { Lease = options.LeaseSeconds(invocation) };

        if (await journal.TryRecordAsync(run, claim, invocation, cancellationToken) is not WorkflowRun.Claimed ours)
        {
            StartLog.MovedOn(logger, run.Id);
            return await journal.ReadAsync(run.Id, cancellationToken);
        }

        StartLog.TookOver(logger, run.Id, ours.Epoch);
        return await AdvanceAsync(ours, invocation, cancellationToken);
    }

    private async Task<WorkflowRun> AdvanceAsync(WorkflowRun.Claimed run, Invocation invocation, CancellationToken cancellationToken)
    {
        try
        {
            var reached = await starter.AdvanceAsync(run, invocation, cancellationToken);

            // A run that only waits is unchanged; nobody has refused it.
            return reached is WorkflowRun.Claimed left && left.History.Records.Count > run.History.Records.Count && IsOverdue(left)
                ? await ParkAsync(left, invocation, cancellationToken)
                : reached;
        }
        catch (Exception refused) when (refused is StartDeferredException or ImsException && !CredentialProblem.Is(refused) && IsOverdue(run))
        {
            var left = await journal.ReadAsync(run.Id, cancellationToken);
            return left is WorkflowRun.Claimed claimed ? await ParkAsync(claimed, invocation, cancellationToken) : left;
        }
    }

    private Task<WorkflowRun> ParkAsync(WorkflowRun.Claimed run, Invocation invocation, CancellationToken cancellationToken) =>
        journal.ParkAsync(run, ParkRecord.StartOverdue, logger, invocation, cancellationToken);

    // From the first start on, or else from the first thing that happened after the run was opened: what it waited for before was not IMS.
    private bool IsOverdue(WorkflowRun.Opened run) =>
        (run.History.Records.FirstOrDefault(static record => record is IntentRecord) ?? run.History.Records.ElementAtOrDefault(1)) is { } first
        && first.At + options.GiveUpAfter <= clock.GetUtcNow();

    // Function Compute repeats a request id only after the earlier try has ended, so its claim is our own, left behind.
    private bool IsFree(ClaimRecord claim, Invocation invocation) =>
        claim.LeaseEnd <= clock.GetUtcNow() || claim.By.StartsWith($"{invocation.RequestId}/", StringComparison.Ordinal);
}
