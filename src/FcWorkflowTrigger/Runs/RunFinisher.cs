using FcWorkflowTrigger.Cloud.Ims.Models;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Runs.Start;

namespace FcWorkflowTrigger.Runs;

/// <summary>Records how a task ended, once, whoever saw it first. Believes only what was read back from IMS.</summary>
internal sealed class RunFinisher(RunJournal journal, StartRecorder recording, ILogger<RunFinisher> logger)
{
    /// <param name="task">As GetWorkflowTask told it, and known to be this run's.</param>
    /// <param name="how">What made us look.</param>
    /// <returns>The run as it stands: Finished, which the caller closes, or Started when the task has not ended.</returns>
    public async Task<WorkflowRun> FinishAsync(
        WorkflowRun run, WorkflowTask task, FinishSource how, Invocation invocation, CancellationToken cancellationToken)
    {
        while (Next(run, task, how) is { } record)
        {
            var moved = record is StartedRecord start
                ? await recording.TryRecordAsync(run, start, invocation, cancellationToken)
                : await journal.TryRecordAsync(run, record, invocation, cancellationToken);

            // Lost: somebody else moved the run; what they wrote decides what is left to write.
            run = moved ?? await journal.ReadAsync(run.Id, cancellationToken);
        }

        if (run is WorkflowRun.Finished { End: DoneRecord })
        {
            FinishLog.Finished(logger, run.Id, task.TaskId, task.Status, how.Word);
        }

        return run;
    }

    /// <summary>The record this run still lacks; null when there is nothing to write.</summary>
    private static RunRecord? Next(WorkflowRun run, WorkflowTask task, FinishSource how) => run switch
    {
        WorkflowRun.Claimed or WorkflowRun.Intended or WorkflowRun.Parked { Held: not WorkflowRun.Started } =>
            new StartedRecord { Gen = how.Generation, TaskId = task.TaskId, How = how.StartedWord },
        WorkflowRun.Started or WorkflowRun.Parked when TaskOutcome.Parse(task.Status) is { } outcome => new DoneRecord
        {
            Outcome = outcome,
            How = how.Word,
            Task = new(task.TaskId, task.Status, task.CreateTime?.Trim(), task.FinishTime?.Trim()),
        },
        WorkflowRun.Started or WorkflowRun.Parked or WorkflowRun.Finished => null,
        _ => throw new InvalidOperationException($"A run that is {run.GetType().Name} has no task to end."),
    };
}
