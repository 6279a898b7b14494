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
    /// <exception cref="DecisionException">The run is unknown, or the decision can change nothing in its state.</exception>
    public Task<OperatorReply> ExecuteAsync(ReconcileRequest.Decision decision, Invocation invocation, CancellationToken cancellationToken) =>
        RunFailedException.ExecuteAsync(() => decision.Run, () => DecideAsync(decision, invocation, cancellationToken));

    private async Task<OperatorReply> DecideAsync(ReconcileRequest.Decision decision, Invocation invocation, CancellationToken cancellationToken)
    {
        var run = await journal.ReadAsync(decision.Run, cancellationToken) as WorkflowRun.Opened
            ?? throw new DecisionException($"RUN-UNKNOWN: the ledger does not hold run {decision.Run}. Copy the id from the log of the function.");
        var reached = decision.Action switch
        {
            "resume" => await ResumeAsync(run, decision, invocation, cancellationToken),
            "cancel" => await CancelAsync(run, decision, invocation, cancellationToken),
            "redrive" => await redriver.RedriveAsync(run, decision, invocation, cancellationToken),
            var unknown => throw new InvalidOperationException($"The action '{unknown}' is not handled."),
        };

        // The run of a redrive is another one, and the same command again names it again.
        if (reached.Id == run.Id && reached.History.Records.Count == run.History.Records.Count && !IsDecidedBy(run, invocation))
        {
            throw new DecisionException(DescribeUnchanged(run));
        }

        ReconcileLog.Decided(logger, reached, decision.Action, reached.GetType().Name);
        return new(run.Id.Value, decision.Action, reached.StateWord, reached.Id == run.Id ? null : reached.Id.Value);
    }

    // Function Compute repeats a request id only after the earlier try has ended. That try may have carried the decision out.
    private static bool IsDecidedBy(WorkflowRun run, Invocation invocation) =>
        run.History.Records.Any(record => record.By.StartsWith($"{invocation.RequestId}/", StringComparison.Ordinal));

    private static string DescribeUnchanged(WorkflowRun run) => run switch
    {
        WorkflowRun.Finished { End: var end } =>
            $"RUN-ENDED: run {run.Id} has ended ({end switch { DoneRecord done => done.Outcome, RejectRecord => "rejected", _ => "canceled" }}). Nothing was changed. To run the file again, upload it again.",
        WorkflowRun.Started =>
            $"RUN-NOT-PARKED: run {run.Id} is started and not parked: IMS runs its task. Nothing was changed. Its callback or a sweep records the end.",
        WorkflowRun.Waiting =>
            $"RUN-NOT-PARKED: run {run.Id} is not parked: it waits for its sidecar. Nothing was changed. Upload the sidecar, or cancel the run.",
        _ => $"RUN-NOT-PARKED: run {run.Id} is {run.GetType().Name} and not parked, and it cannot go on yet. Nothing was changed. The sweeps continue it.",
    };

    private async Task<WorkflowRun> ResumeAsync(
        WorkflowRun.Opened run, ReconcileRequest.Decision decision, Invocation invocation, CancellationToken cancellationToken)
    {
        if (run is not WorkflowRun.Parked parked)
        {
            return await recoverer.RecoverAsync(run, invocation, cancellationToken);
        }

        recoverer.RequireAllRecords(parked.Held);

        // The marker is put before and after the claim: a sweep that still saw the run parked may delete the first one.
        await closer.GuardAsync(run, cancellationToken);

        // Before the claim: deleted later, it could be the mark of a run that is parked again.
        await index.DeleteParkedAsync(run.Id, cancellationToken);

        if (await journal.TryRecordAsync(run, run.Claim with { Note = decision.Note }, invocation, cancellationToken) is not WorkflowRun.Opened ours)
        {
            await RestoreMarkAsync(run.Id, cancellationToken);
            throw new DecisionException($"RUN-MOVED: run {run.Id} was changed by another invocation. Check the run, then decide again.");
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
        if (run is WorkflowRun.Finished { End: not CancelRecord })
        {
            return run;
        }

        if (run is not (WorkflowRun.Waiting or WorkflowRun.Claimed or WorkflowRun.Parked { Held: not WorkflowRun.Started } or WorkflowRun.Finished { End: CancelRecord }))
        {
            throw new DecisionException(
                $"CANCEL-TOO-LATE: run {run.Id} is {run.GetType().Name}; IMS may run its task, and offers no call to stop one. Use the IMS console.");
        }

        if (run is WorkflowRun.Parked)
        {
            await closer.GuardAsync(run, cancellationToken);
        }

        // The run is already canceled: an earlier try may have died before it closed the run, so it is closed in any case.
        var canceled = run is WorkflowRun.Finished ? run
            : await journal.TryRecordAsync(run, new CancelRecord { Reason = CancelRecord.ByOperator, Note = decision.Note }, invocation, cancellationToken)
            ?? throw new DecisionException($"RUN-MOVED: run {run.Id} was changed by another invocation. Check the run, then decide again.");
        await closer.CloseAsync((WorkflowRun.Opened)canceled, cancellationToken);
        return canceled;
    }
}
