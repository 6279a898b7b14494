using FcWorkflowTrigger.Finishing;
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
    RunRecovery recovery,
    RunClosing closing,
    RecentStarts starts,
    StartOptions options,
    ILogger<RunOpening> logger,
    TimeProvider clock)
{
    /// <summary>For one delivery of the upload's event.</summary>
    /// <exception cref="StartDeferredException">IMS refuses for now.</exception>
    public async Task OpenAsync(Upload upload, StartPlan plan, string rulesHash, FcContext context, CancellationToken cancellationToken)
    {
        var id = RunId.Of(upload, plan.Rule.Name);

        if (starts.Contains(id))
        {
            StartLog.AlreadyKnown(logger, id, upload, nameof(WorkflowRun.Started));
            return;
        }

        var claim = new ClaimRecord
        {
            Lease = options.LeaseSeconds(context),
            Src = ClaimSource.Of(upload),
            Rule = plan.Rule.Name,
            WorkflowId = plan.WorkflowId,
            Plan = ClaimPlan.Of(plan, SidecarWait.Of(plan.Rule, upload, clock.GetUtcNow(), options.GiveUpAfter)),
            Config = rulesHash,
        };

        await OpenAsync(id, upload, claim, context, cancellationToken);
    }

    /// <summary>For a run nobody has claimed, though a delivery was about to.</summary>
    /// <returns>The run as it then stands.</returns>
    /// <exception cref="StartDeferredException">IMS refuses for now.</exception>
    public Task<WorkflowRun> OpenAsync(ClaimRecord claim, FcContext context, CancellationToken cancellationToken)
    {
        var upload = claim.Src.ToUpload();
        return OpenAsync(RunId.Of(upload, claim.Rule), upload, claim, context, cancellationToken);
    }

    private async Task<WorkflowRun> OpenAsync(
        RunId id, Upload upload, ClaimRecord claim, FcContext context, CancellationToken cancellationToken)
    {
        var fresh = new WorkflowRun.Unclaimed(RunLog.Empty(id));

        // The marker goes with every delivery, won or lost: an earlier one may have died between the two.
        var marker = Marker.For(id, upload, clock.GetUtcNow());
        var marking = ledger.PutMarkerAsync(marker, claim, cancellationToken);
        var claiming = journal.TryRecordAsync(fresh, claim, context, cancellationToken);
        await Task.WhenAll(marking, claiming);

        var run = await claiming is { } ours
            ? await AdvanceAsync(ours, upload, claim.Rule, context, cancellationToken)
            : await RecoverAsync(id, upload, context, cancellationToken);

        if (run is WorkflowRun.Started)
        {
            starts.Remember(id);
        }
        else if (run.IsOver)
        {
            await closing.CloseAsync(run, marker, cancellationToken);
        }

        return run;
    }

    private Task<WorkflowRun> AdvanceAsync(WorkflowRun run, Upload upload, string rule, FcContext context, CancellationToken cancellationToken)
    {
        StartLog.Claimed(logger, run.Id, upload, rule);
        return run is WorkflowRun.Claimed claimed
            ? starter.AdvanceAsync(claimed, context, cancellationToken)
            : recovery.RecoverAsync(run, context, cancellationToken);
    }

    private async Task<WorkflowRun> RecoverAsync(RunId id, Upload upload, FcContext context, CancellationToken cancellationToken)
    {
        var run = await journal.ReadAsync(id, cancellationToken);
        StartLog.AlreadyKnown(logger, id, upload, run.GetType().Name);
        return await recovery.RecoverAsync(run, context, cancellationToken);
    }
}
