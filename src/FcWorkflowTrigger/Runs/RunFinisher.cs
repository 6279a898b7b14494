using FcWorkflowTrigger.Cloud.Ims.Models;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Runs.Start;

namespace FcWorkflowTrigger.Runs;

/// <summary>Records the end of a task once, also when several invocations see it. It trusts only what was read back from IMS.</summary>
internal sealed class RunFinisher(RunJournal journal, StartRecorder recorder, ILogger<RunFinisher> logger)
{
    /// <param name="task">The task as GetWorkflowTask returned it. The caller knows that it is this run's: by its UserData, or by the record of the run's start.</param>
    /// <param name="source">How the end was learnt.</param>
    /// <returns>The new state of the run: Finished, which the caller closes, or Started when the task has not ended.</returns>
    public async Task<WorkflowRun> FinishAsync(
        WorkflowRun run, WorkflowTask task, FinishSource source, Invocation invocation, CancellationToken cancellationToken)
    {
        while (CreateNextRecord(run, task, source) is { } record)
        {
            var moved = record is StartedRecord start
                ? await recorder.TryRecordAsync(run, start, invocation, cancellationToken)
                : await journal.TryRecordAsync(run, record, invocation, cancellationToken);

            // Another invocation has changed the run. Its new state decides which record is still missing.
            run = moved ?? await journal.ReadAsync(run.Id, cancellationToken);
        }

        if (run is WorkflowRun.Finished { End: DoneRecord })
        {
            FinishLog.Finished(logger, run, task.TaskId, task.Status, source.Word);
        }

        return run;
    }

    /// <summary>Creates the next record that the run needs; null when there is nothing to write.</summary>
    private static RunRecord? CreateNextRecord(WorkflowRun run, WorkflowTask task, FinishSource source) => run switch
    {
        WorkflowRun.Claimed or WorkflowRun.Intended or WorkflowRun.Parked { Held: not WorkflowRun.Started } =>
            new StartedRecord { Gen = source.Generation, TaskId = task.TaskId, How = source.StartedWord },
        WorkflowRun.Started or WorkflowRun.Parked when TaskOutcome.Parse(task.Status) is { } outcome => new DoneRecord
        {
            Outcome = outcome,
            How = source.Word,
            Task = new(task.TaskId, task.Status, task.CreateTime?.Trim(), task.FinishTime?.Trim()),
        },
        WorkflowRun.Started or WorkflowRun.Parked or WorkflowRun.Finished => null,
        _ => throw new InvalidOperationException($"A run that is {run.GetType().Name} has no task to end."),
    };
}

/// <summary>How the end of a task was learnt.</summary>
/// <param name="Word">As the ledger writes it: <c>callback</c> or <c>poll</c>.</param>
/// <param name="Generation">The start that the task belongs to, for a run whose start was not recorded.</param>
internal readonly record struct FinishSource(string Word, int Generation)
{
    public string StartedWord => Word == "callback" ? StartedRecord.ByCallback : StartedRecord.ByLookup;

    public static FinishSource Callback(int generation) => new("callback", generation);

    public static FinishSource Poll(StartedRecord start) => new("poll", start.Gen);
}
