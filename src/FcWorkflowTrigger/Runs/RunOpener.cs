using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Runs.Start;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Runs;

/// <summary>Opens the run of an upload once, also when its event is delivered several times or to several processes.</summary>
internal sealed class RunOpener(
    IRunLedger ledger,
    RunJournal journal,
    ClaimPlanner planner,
    RunRecoverer recoverer,
    RunCloser closer,
    RunDeadlines deadlines,
    IncompleteRuns incomplete,
    RecentStarts starts,
    ILogger<RunOpener> logger,
    TimeProvider clock)
{
    /// <summary>Opens the run for one delivery of the upload's event.</summary>
    /// <exception cref="StartDeferredException">IMS refuses for now.</exception>
    public async Task OpenAsync(Upload upload, StartPlan plan, string rulesHash, Invocation invocation, CancellationToken cancellationToken)
    {
        var id = RunId.Create(upload, plan.Rule.Name);

        if (starts.Contains(id))
        {
            StartLog.AlreadyKnown(logger, id, upload, nameof(WorkflowRun.Started));
            return;
        }

        await OpenAsync(id, upload, planner.CreateClaim(upload, plan, rulesHash), invocation, cancellationToken);
    }

    /// <summary>Opens a run that has a marker and no claim, because its delivery died between the two.</summary>
    /// <returns>The new state of the run.</returns>
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
        var marker = closer.MarkerOf(id, upload);
        WorkflowRun run;

        try
        {
            if (deadlines.MayHaveExpired(upload))
            {
                // The first record of a log that lacks it can be written anew: only what is left of the log tells that it was there.
                await journal.ReadAsync(id, cancellationToken);
            }

            // The marker goes with every delivery, won or lost: an earlier one may have died between the two.
            var marking = ledger.PutMarkerAsync(marker, claim with { Lease = invocation.LeaseSeconds, At = clock.GetUtcNow() }, cancellationToken);
            var claiming = journal.TryRecordAsync(fresh, claim, invocation, cancellationToken);
            await Task.WhenAll(marking, claiming);

            run = await claiming is { } ours
                ? await AdvanceAsync(ours, upload, claim.Rule, invocation, cancellationToken)
                : await RecoverAsync(id, upload, invocation, cancellationToken);
        }
        catch (LedgerIncompleteException lost) when (lost.Run == id)
        {
            await incomplete.LeaveAsync(lost, marker, claim, cancellationToken);
            return fresh;
        }

        if (run is WorkflowRun.Started)
        {
            starts.Add(id);
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
