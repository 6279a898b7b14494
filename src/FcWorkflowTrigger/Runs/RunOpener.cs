using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Runs.Start;
using FcWorkflowTrigger.Settings;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Runs;

/// <summary>Opens the run of an upload, once, however often and from wherever its event is delivered.</summary>
internal sealed class RunOpener(
    IRunLedger ledger,
    RunJournal journal,
    RunStarter starter,
    RunRecoverer recovery,
    RunCloser closer,
    RecentStarts starts,
    StartOptions options,
    ILogger<RunOpener> logger,
    TimeProvider clock)
{
    /// <summary>For one delivery of the upload's event.</summary>
    /// <exception cref="StartDeferredException">IMS refuses for now.</exception>
    public async Task OpenAsync(Upload upload, StartPlan plan, string rulesHash, Invocation invocation, CancellationToken cancellationToken)
    {
        var id = RunId.Create(upload, plan.Rule.Name);

        if (starts.Contains(id))
        {
            StartLog.AlreadyKnown(logger, id, upload, nameof(WorkflowRun.Started));
            return;
        }

        var claim = new ClaimRecord
        {
            Lease = options.LeaseSeconds(invocation),
            Src = ClaimSource.From(upload),
            Rule = plan.Rule.Name,
            WorkflowId = plan.WorkflowId,
            Plan = ClaimPlan.From(plan, SidecarWait.Create(plan.Rule, upload, clock.GetUtcNow(), options.GiveUpAfter)),
            Config = rulesHash,
        };

        await OpenAsync(id, upload, claim, invocation, cancellationToken);
    }

    /// <summary>For a run nobody has claimed, though a delivery was about to.</summary>
    /// <returns>The run as it then stands.</returns>
    /// <exception cref="StartDeferredException">IMS refuses for now.</exception>
    public Task<WorkflowRun> OpenAsync(ClaimRecord claim, Invocation invocation, CancellationToken cancellationToken)
    {
        var upload = claim.Src.ToUpload();
        return OpenAsync(RunId.Create(upload, claim.Rule), upload, claim, invocation, cancellationToken);
    }

    private async Task<WorkflowRun> OpenAsync(
        RunId id, Upload upload, ClaimRecord claim, Invocation invocation, CancellationToken cancellationToken)
    {
        var fresh = new WorkflowRun.Unclaimed(RunHistory.Empty(id));

        // The marker goes with every delivery, won or lost: an earlier one may have died between the two.
        var marker = Marker.For(id, upload, clock.GetUtcNow());
        var marking = ledger.PutMarkerAsync(marker, claim, cancellationToken);
        var claiming = journal.TryRecordAsync(fresh, claim, invocation, cancellationToken);
        await Task.WhenAll(marking, claiming);

        var run = await claiming is { } ours
            ? await AdvanceAsync(ours, upload, claim.Rule, invocation, cancellationToken)
            : await RecoverAsync(id, upload, invocation, cancellationToken);

        if (run is WorkflowRun.Started)
        {
            starts.Remember(id);
        }
        else if (run.IsOver)
        {
            await closer.CloseAsync(run, marker, cancellationToken);
        }

        return run;
    }

    private Task<WorkflowRun> AdvanceAsync(WorkflowRun run, Upload upload, string rule, Invocation invocation, CancellationToken cancellationToken)
    {
        StartLog.Claimed(logger, run.Id, upload, rule);
        return run is WorkflowRun.Claimed claimed
            ? starter.AdvanceAsync(claimed, invocation, cancellationToken)
            : recovery.RecoverAsync(run, invocation, cancellationToken);
    }

    private async Task<WorkflowRun> RecoverAsync(RunId id, Upload upload, Invocation invocation, CancellationToken cancellationToken)
    {
        var run = await journal.ReadAsync(id, cancellationToken);
        StartLog.AlreadyKnown(logger, id, upload, run.GetType().Name);
        return await recovery.RecoverAsync(run, invocation, cancellationToken);
    }
}
