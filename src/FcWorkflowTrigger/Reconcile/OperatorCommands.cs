using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Runs;

namespace FcWorkflowTrigger.Reconcile;

/// <summary>Carries out what a person decided about one run: <c>resume</c> goes on from where it was parked, <c>cancel</c> ends it unstarted.</summary>
internal sealed class OperatorCommands(
    IRunLedger ledger, RunJournal journal, RunRecoverer recovery, RunCloser closer, ILogger<OperatorCommands> logger, TimeProvider clock)
{
    /// <exception cref="InvalidOperationException">The run is unknown, or has gone too far for the decision.</exception>
    public async Task CarryOutAsync(ReconcileRequest.Decision decision, Invocation invocation, CancellationToken cancellationToken)
    {
        var run = await journal.ReadAsync(decision.Run, cancellationToken) as WorkflowRun.Opened
            ?? throw new InvalidOperationException($"RUN-UNKNOWN: the ledger holds no run {decision.Run}. Take the id from the function's log.");
        var reached = decision.Action switch
        {
            "resume" => await ResumeAsync(run, invocation, cancellationToken),
            "cancel" => await CancelAsync(run, invocation, cancellationToken),
            var unknown => throw new InvalidOperationException($"DECISION-UNKNOWN: nothing is known to do for '{unknown}'."),
        };
        ReconcileLog.Decided(logger, run.Id, decision.Action, reached.GetType().Name);
    }

    private async Task<WorkflowRun> ResumeAsync(WorkflowRun.Opened run, Invocation invocation, CancellationToken cancellationToken)
    {
        if (run is not WorkflowRun.Parked)
        {
            return await recovery.RecoverAsync(run, invocation, cancellationToken);
        }

        // On both sides of the claim: a sweep that still saw the run parked may take the first marker away.
        var marker = Marker.For(run.Id, run.Claim.Src.ToUpload(), clock.GetUtcNow()).Later(clock.GetUtcNow());
        var claim = run.Claim with { Lease = invocation.LeaseSeconds };
        await ledger.PutMarkerAsync(marker, claim, cancellationToken);
        var ours = await journal.TryRecordAsync(run, claim, invocation, cancellationToken)
            ?? throw new InvalidOperationException($"RUN-MOVED: run {run.Id} was moved on by somebody else meanwhile. Look at it again.");
        await ledger.PutMarkerAsync(marker, claim, cancellationToken);
        return await recovery.RecoverAsync(ours, invocation, cancellationToken);
    }

    private async Task<WorkflowRun> CancelAsync(WorkflowRun.Opened run, Invocation invocation, CancellationToken cancellationToken)
    {
        if (run is not (WorkflowRun.Waiting or WorkflowRun.Claimed or WorkflowRun.Parked { Held: not WorkflowRun.Started } or WorkflowRun.Finished { End: CancelRecord }))
        {
            throw new InvalidOperationException(
                $"CANCEL-TOO-LATE: run {run.Id} is {run.GetType().Name}; IMS may run its task, and offers no call to stop one. Use the IMS console.");
        }

        // Said twice, it was canceled by an earlier try that may have died before anybody was told.
        var canceled = run is WorkflowRun.Finished ? run
            : await journal.TryRecordAsync(run, new CancelRecord { Reason = CancelRecord.ByOperator }, invocation, cancellationToken)
            ?? throw new InvalidOperationException($"RUN-MOVED: run {run.Id} was moved on by somebody else meanwhile. Look at it again.");
        await closer.CloseAsync((WorkflowRun.Opened)canceled, cancellationToken);
        return canceled;
    }
}
