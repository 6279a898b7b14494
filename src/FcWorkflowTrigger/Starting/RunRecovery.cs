using FcWorkflowTrigger.Runtime;
using FcWorkflowTrigger.Services;
using FcWorkflowTrigger.Services.Ims;
using FcWorkflowTrigger.Services.Ledger;
using FcWorkflowTrigger.Services.Ledger.Records;
using FcWorkflowTrigger.Starting.Gates;
using FcWorkflowTrigger.Starting.Sidecars;

namespace FcWorkflowTrigger.Starting;

/// <summary>Takes an unfinished run on from wherever it was left. A start that may be out is looked for, never repeated.</summary>
internal sealed class RunRecovery(
    RunJournal journal,
    StartSettlement settlement,
    Starter starter,
    SidecarPlanning planning,
    StartGate gate,
    StartOptions options,
    ILogger<RunRecovery> logger,
    TimeProvider clock)
{
    /// <returns>The run as it then stands; unchanged while its claim is alive or nothing can be known yet.</returns>
    /// <exception cref="StartDeferredException">IMS refuses for now.</exception>
    public async Task<WorkflowRun> RecoverAsync(WorkflowRun run, FcContext context, CancellationToken cancellationToken)
    {
        if (run is WorkflowRun.Waiting waiting)
        {
            return await planning.BringOnAsync(waiting, context, cancellationToken);
        }

        if (run is WorkflowRun.Intended intended && IsFree(intended.Claim, context))
        {
            run = await settlement.SettleAsync(intended, context, cancellationToken);
        }

        return run is WorkflowRun.Claimed claimed && IsFree(claimed.Claim, context) && await gate.MayEnterAsync(claimed, cancellationToken)
            ? await TakeOverAsync(claimed, context, cancellationToken)
            : run;
    }

    private async Task<WorkflowRun> TakeOverAsync(WorkflowRun.Claimed run, FcContext context, CancellationToken cancellationToken)
    {
        var claim = run.Claim with { Lease = options.LeaseSeconds(context) };

        if (await journal.TryRecordAsync(run, claim, context, cancellationToken) is not WorkflowRun.Claimed ours)
        {
            StartLog.MovedOn(logger, run.Id);
            return await journal.ReadAsync(run.Id, cancellationToken);
        }

        StartLog.TookOver(logger, run.Id, ours.Epoch);
        return await AdvanceAsync(ours, context, cancellationToken);
    }

    private async Task<WorkflowRun> AdvanceAsync(WorkflowRun.Claimed run, FcContext context, CancellationToken cancellationToken)
    {
        try
        {
            var reached = await starter.AdvanceAsync(run, context, cancellationToken);

            // A run that only waits is unchanged; nobody has refused it.
            return reached is WorkflowRun.Claimed left && left.Log.Records.Count > run.Log.Records.Count && IsOverdue(left)
                ? await ParkAsync(left, context, cancellationToken)
                : reached;
        }
        catch (Exception refused) when (refused is StartDeferredException or ImsException && !CredentialProblem.Is(refused) && IsOverdue(run))
        {
            var left = await journal.ReadAsync(run.Id, cancellationToken);
            return left is WorkflowRun.Claimed claimed ? await ParkAsync(claimed, context, cancellationToken) : left;
        }
    }

    private Task<WorkflowRun> ParkAsync(WorkflowRun.Claimed run, FcContext context, CancellationToken cancellationToken) =>
        journal.ParkAsync(run, ParkRecord.StartOverdue, logger, context, cancellationToken);

    // From the first start on, or else from the first thing that happened after the run was opened: what it waited for before was not IMS.
    private bool IsOverdue(WorkflowRun.Opened run) =>
        (run.Log.Records.FirstOrDefault(static record => record is IntentRecord) ?? run.Log.Records.ElementAtOrDefault(1)) is { } first
        && first.At + options.GiveUpAfter <= clock.GetUtcNow();

    // Function Compute repeats a request id only after the earlier try has ended, so its claim is our own, left behind.
    private bool IsFree(ClaimRecord claim, FcContext context) =>
        claim.LeaseEnd <= clock.GetUtcNow() || claim.By.StartsWith($"{context.RequestId}/", StringComparison.Ordinal);
}
