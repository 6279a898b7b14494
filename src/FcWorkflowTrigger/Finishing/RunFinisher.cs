using FcWorkflowTrigger.Runtime;
using FcWorkflowTrigger.Services.Ims;
using FcWorkflowTrigger.Services.Ledger;
using FcWorkflowTrigger.Services.Ledger.Records;

namespace FcWorkflowTrigger.Finishing;

/// <summary>Records how a task ended, once, whoever saw it first. Believes only what was read back from IMS.</summary>
internal sealed class RunFinisher(IRunLedger ledger, RunJournal journal, ILogger<RunFinisher> logger, TimeProvider clock)
{
    /// <param name="task">As GetWorkflowTask told it, and known to be this run's.</param>
    /// <param name="how"><c>callback</c> or <c>poll</c>.</param>
    /// <returns>The run as it stands: Finished, or as before when the task has not ended.</returns>
    public async Task<WorkflowRun> FinishAsync(WorkflowRun run, WorkflowTask task, string how, FcContext context, CancellationToken cancellationToken)
    {
        while (Next(run, task, how) is { } record)
        {
            // Lost: another callback or sweep moved the run; what it wrote decides what is left to write.
            run = await journal.TryRecordAsync(run, record, context, cancellationToken) ?? await journal.ReadAsync(run.Id, cancellationToken);

            if (run is WorkflowRun.Started started && record is StartedRecord)
            {
                await ledger.PutPointerAsync(started.Start.TaskId, run.Id, cancellationToken);
            }
        }

        if (run is WorkflowRun.Finished finished)
        {
            await ledger.DeleteMarkerAsync(Marker.For(run.Id, finished.Claim.Src.ToUpload(), clock.GetUtcNow()), cancellationToken);
            FinishLog.Finished(logger, run.Id, task.TaskId, task.Status, how);
        }

        return run;
    }

    /// <summary>The record this run still lacks; null when there is nothing to write.</summary>
    private static RunRecord? Next(WorkflowRun run, WorkflowTask task, string how) => run switch
    {
        WorkflowRun.Claimed claimed => new StartedRecord { Gen = claimed.NextGeneration, TaskId = task.TaskId, How = how == "poll" ? "lookup" : how },
        WorkflowRun.Intended intended => new StartedRecord { Gen = intended.Intent.Gen, TaskId = task.TaskId, How = how == "poll" ? "lookup" : how },
        WorkflowRun.Started when TaskOutcome.Of(task.Status) is { } outcome => new DoneRecord
        {
            Outcome = outcome,
            How = how,
            Task = new(task.TaskId, task.Status, task.CreateTime?.Trim(), task.FinishTime?.Trim()),
        },
        WorkflowRun.Started or WorkflowRun.Finished => null,
        _ => throw new InvalidOperationException($"A run that is {run.GetType().Name} has no task to end."),
    };
}
