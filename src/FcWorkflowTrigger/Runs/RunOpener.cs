using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Runs.Start;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Runs;

/// <summary>Opens the run of an upload, once, however often and from wherever its event is delivered.</summary>
internal sealed class RunOpener(
    IRunLedger ledger,
    RunJournal journal,
    ClaimPlanner planner,
    RunRecoverer recoverer,
    RunCloser closer,
    RecentStarts starts,
    ILogger<RunOpener> logger)
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

        await OpenAsync(id, upload, planner.Plan(upload, plan, rulesHash), invocation, cancellationToken);
    }

    /// <summary>For a run without a claim, though a delivery was about to make one.</summary>
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
        var marker = closer.MarkerOf(id, upload);
        var marking = ledger.PutMarkerAsync(marker, claim with { Lease = invocation.LeaseSeconds }, cancellationToken);
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
        return recoverer.BeginAsync(run, invocation, cancellationToken);
    }

    private async Task<WorkflowRun> RecoverAsync(RunId id, Upload upload, Invocation invocation, CancellationToken cancellationToken)
    {
        var run = await journal.ReadAsync(id, cancellationToken);
        StartLog.AlreadyKnown(logger, id, upload, run.GetType().Name);
        return await recoverer.RecoverAsync(run, invocation, cancellationToken);
    }
}
