using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Runtime;
using FcWorkflowTrigger.Services.Ledger;
using FcWorkflowTrigger.Services.Ledger.Records;

namespace FcWorkflowTrigger.Starting;

/// <summary>Opens the run of an upload, once, however often and from wherever its event is delivered.</summary>
internal sealed class RunOpening(
    IRunLedger ledger,
    RunJournal journal,
    Starter starter,
    StartOptions options,
    ILogger<RunOpening> logger,
    TimeProvider clock)
{
    public async Task OpenAsync(Upload upload, StartPlan plan, string rulesHash, FcContext context, CancellationToken cancellationToken)
    {
        var run = new WorkflowRun.Unclaimed(RunLog.Empty(RunId.Of(upload, plan.Rule.Name)));
        var claim = new ClaimRecord
        {
            Lease = (int)(context.FunctionTimeout + options.LeaseMargin).TotalSeconds,
            Src = ClaimSource.Of(upload),
            Rule = plan.Rule.Name,
            WorkflowId = plan.WorkflowId,
            Plan = ClaimPlan.Of(plan),
            Config = rulesHash,
        };

        // The marker goes with every delivery, won or lost: an earlier one may have died between the two.
        var marker = Marker.For(run.Id, upload, clock.GetUtcNow());
        var marking = ledger.PutMarkerAsync(marker, cancellationToken);
        var claiming = journal.TryRecordAsync(run, claim, context, cancellationToken);
        await Task.WhenAll(marking, claiming);

        var claimed = await claiming as WorkflowRun.Claimed;

        if (claimed is not null)
        {
            StartLog.Claimed(logger, run.Id, upload, plan.Rule.Name);
        }

        claimed ??= await TakeOverAsync(upload, claim, run.Id, context, cancellationToken);
        var reached = claimed is null ? null : await starter.AdvanceAsync(claimed, context, cancellationToken);

        if (reached is WorkflowRun.Finished)
        {
            await ledger.DeleteMarkerAsync(marker, cancellationToken);
        }
    }

    private async Task<WorkflowRun.Claimed?> TakeOverAsync(
        Upload upload, ClaimRecord claim, RunId id, FcContext context, CancellationToken cancellationToken)
    {
        var run = await journal.ReadAsync(id, cancellationToken);

        if (run is WorkflowRun.Claimed held && IsFree(held.Claim, context)
            && await journal.TryRecordAsync(held, claim, context, cancellationToken) is WorkflowRun.Claimed ours)
        {
            StartLog.TookOver(logger, id, upload, ours.Epoch);
            return ours;
        }

        StartLog.AlreadyKnown(logger, id, upload, run.GetType().Name);

        if (run is WorkflowRun.Finished)
        {
            await ledger.DeleteMarkerAsync(Marker.For(id, upload, clock.GetUtcNow()), cancellationToken);
        }

        return null;
    }

    // Function Compute repeats a request id only after the earlier try has ended, so its claim is our own, left behind.
    private bool IsFree(ClaimRecord claim, FcContext context) =>
        claim.LeaseEnd <= clock.GetUtcNow() || claim.By.StartsWith($"{context.RequestId}/", StringComparison.Ordinal);
}
