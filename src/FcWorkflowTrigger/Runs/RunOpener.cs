using FcWorkflowTrigger.Cloud;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Runs.Start;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Runs;

/// <summary>Opens the run of an upload once, also when its event is delivered several times or to several processes.</summary>
internal sealed class RunOpener(
    RunClaimer claimer, ClaimPlanner planner, RunRecoverer recoverer, RunCloser closer, IncompleteRuns incomplete, RecentStarts starts, ILogger<RunOpener> logger)
{
    /// <summary>Opens the run for one delivery of the upload's event.</summary>
    /// <returns>The new state of the run; null when this process knows that it is started.</returns>
    /// <exception cref="StartDeferredException">IMS refuses for now.</exception>
    public async Task<WorkflowRun?> OpenAsync(Upload upload, StartPlan plan, string rulesHash, Invocation invocation, CancellationToken cancellationToken)
    {
        var id = RunId.Create(upload, plan.Rule.Name);

        if (starts.Contains(id))
        {
            StartLog.AlreadyKnown(logger, id, upload, nameof(WorkflowRun.Started));
            return null;
        }

        return await OpenAsync(id, upload, planner.CreateClaim(upload, plan, rulesHash), isRedelivered: true, invocation, cancellationToken);
    }

    /// <summary>Opens a run for which no event is delivered again: an operator asked for it, or its delivery died between marker and claim.</summary>
    /// <returns>The new state of the run.</returns>
    /// <exception cref="StartDeferredException">IMS refuses for now.</exception>
    public Task<WorkflowRun> OpenAsync(ClaimRecord claim, Invocation invocation, CancellationToken cancellationToken)
    {
        var upload = claim.Src.ToUpload();
        return OpenAsync(RunId.Create(upload, claim.Rule), upload, claim, isRedelivered: false, invocation, cancellationToken);
    }

    /// <summary>Opens a run that an operator asked for.</summary>
    /// <returns>The new state of the run; null when IMS refuses for now, and the sweeps continue the run.</returns>
    /// <exception cref="RunFailedException">The work failed.</exception>
    public async Task<WorkflowRun?> OpenOrLeaveAsync(ClaimRecord claim, Invocation invocation, CancellationToken cancellationToken)
    {
        var id = RunId.Create(claim.Src.ToUpload(), claim.Rule);

        try
        {
            return await RunFailedException.ExecuteAsync(() => id, () => OpenAsync(claim, invocation, cancellationToken));
        }
        catch (StartDeferredException deferred) when (!CredentialProblem.Is(deferred))
        {
            // The run and its marker are in the ledger.
            StartLog.LeftToSweeps(logger, id, deferred);
            return null;
        }
    }

    private async Task<WorkflowRun> OpenAsync(
        RunId id, Upload upload, ClaimRecord claim, bool isRedelivered, Invocation invocation, CancellationToken cancellationToken)
    {
        var marker = closer.MarkerOf(id, upload);
        WorkflowRun run;

        try
        {
            (run, var isOurs) = await claimer.ClaimAsync(marker, claim, upload, isRedelivered, invocation, cancellationToken);
            run = isOurs
                ? await recoverer.BeginAsync(run, invocation, cancellationToken)
                : await recoverer.RecoverAsync(run, invocation, cancellationToken);
        }
        catch (LedgerIncompleteException lost) when (lost.Run == id)
        {
            await incomplete.LeaveAsync(lost, marker, claim, cancellationToken);
            return new WorkflowRun.Unclaimed(RunHistory.Empty(id));
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
}
