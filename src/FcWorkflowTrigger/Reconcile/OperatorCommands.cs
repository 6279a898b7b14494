using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Reconcile;

/// <summary>
/// Executes an operator's decision about one run: <c>resume</c> continues a parked run, <c>cancel</c> ends a run that was not started,
/// <c>redrive</c> runs an ended one once more.
/// </summary>
internal sealed class OperatorCommands(
    RunIndex index, RunJournal journal, RunRecoverer recoverer, RunRedriver redriver, RunCloser closer, ILogger<OperatorCommands> logger)
{
    /// <exception cref="InvalidOperationException">The run is unknown, or its state does not allow the decision.</exception>
    public Task<OperatorReply> ExecuteAsync(ReconcileRequest.Decision decision, Invocation invocation, CancellationToken cancellationToken) =>
        RunFailedException.ExecuteAsync(() => decision.Run, () => DecideAsync(decision, invocation, cancellationToken));

    private async Task<OperatorReply> DecideAsync(ReconcileRequest.Decision decision, Invocation invocation, CancellationToken cancellationToken)
    {
        var run = await journal.ReadAsync(decision.Run, cancellationToken) as WorkflowRun.Opened
            ?? throw new InvalidOperationException($"RUN-UNKNOWN: the ledger does not hold run {decision.Run}. Copy the id from the log of the function.");
        var reached = decision.Action switch
        {
            "resume" => await ResumeAsync(run, decision, invocation, cancellationToken),
            "cancel" => await CancelAsync(run, decision, invocation, cancellationToken),
            "redrive" => await redriver.RedriveAsync(run, decision, invocation, cancellationToken),
            var unknown => throw new InvalidOperationException($"DECISION-UNKNOWN: the action '{unknown}' is not known."),
        };
        ReconcileLog.Decided(logger, reached.Id, decision.Action, reached.GetType().Name);
        return new(run.Id.Value, decision.Action, reached.StateWord, reached.Id == run.Id ? null : reached.Id.Value);
    }

    private async Task<WorkflowRun> ResumeAsync(
        WorkflowRun.Opened run, ReconcileRequest.Decision decision, Invocation invocation, CancellationToken cancellationToken)
    {
        if (run is not WorkflowRun.Parked)
        {
            return await recoverer.RecoverAsync(run, invocation, cancellationToken);
        }

        // The marker is put before and after the claim: a sweep that still saw the run parked may delete the first one.
        await closer.GuardAsync(run, cancellationToken);

        // Before the claim: deleted later, it could be the mark of a run that is parked again.
        await index.DeleteParkedAsync(run.Id, cancellationToken);

        if (await journal.TryRecordAsync(run, run.Claim with { Note = decision.Note }, invocation, cancellationToken) is not WorkflowRun.Opened ours)
        {
            await RestoreMarkAsync(run.Id, cancellationToken);
            throw new InvalidOperationException($"RUN-MOVED: run {run.Id} was changed by another invocation. Check the run, then decide again.");
        }

        await closer.GuardAsync(ours, cancellationToken);
        return await recoverer.RecoverAsync(ours, invocation, cancellationToken);
    }

    private async Task RestoreMarkAsync(RunId id, CancellationToken cancellationToken)
    {
        if (await journal.ReadAsync(id, cancellationToken) is WorkflowRun.Parked parked)
        {
            await index.PutParkedAsync(id, parked.Park, cancellationToken);
        }
    }

    private async Task<WorkflowRun> CancelAsync(
        WorkflowRun.Opened run, ReconcileRequest.Decision decision, Invocation invocation, CancellationToken cancellationToken)
    {
        if (run is not (WorkflowRun.Waiting or WorkflowRun.Claimed or WorkflowRun.Parked { Held: not WorkflowRun.Started } or WorkflowRun.Finished { End: CancelRecord }))
        {
            throw new InvalidOperationException(
                $"CANCEL-TOO-LATE: run {run.Id} is {run.GetType().Name}; IMS may run its task, and offers no call to stop one. Use the IMS console.");
        }

        if (run is WorkflowRun.Parked)
        {
            await closer.GuardAsync(run, cancellationToken);
        }

        // The run is already canceled: an earlier try may have died before it closed the run.
        var canceled = run is WorkflowRun.Finished ? run
            : await journal.TryRecordAsync(run, new CancelRecord { Reason = CancelRecord.ByOperator, Note = decision.Note }, invocation, cancellationToken)
            ?? throw new InvalidOperationException($"RUN-MOVED: run {run.Id} was changed by another invocation. Check the run, then decide again.");
        await closer.CloseAsync((WorkflowRun.Opened)canceled, cancellationToken);
        return canceled;
    }
}
