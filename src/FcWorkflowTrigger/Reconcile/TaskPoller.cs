using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Formats;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Runs;

namespace FcWorkflowTrigger.Reconcile;

/// <summary>Reads a started task from IMS and records its end, or that it takes too long.</summary>
internal sealed class TaskPoller(
    IImsClient ims, ImsRateLimiter limiter, Retry retry, RunFinisher finisher, RunJournal journal, RunDeadlines deadlines, ILogger<TaskPoller> logger)
{
    /// <returns>The new state of the run: Finished, Started while its task is running, overdue or not, or Parked when IMS has not known the task for too long.</returns>
    public async Task<WorkflowRun> PollAsync(WorkflowRun.Started run, Invocation invocation, CancellationToken cancellationToken)
    {
        try
        {
            var reply = await retry.ExecuteRateLimitedAsync(limiter, token => ims.GetWorkflowTaskAsync(new(run.Start.TaskId), token), cancellationToken);
            var polled = await finisher.FinishAsync(run, reply.WorkflowTask, FinishSource.Poll(run.Start), invocation, cancellationToken);
            return polled is WorkflowRun.Started { Overdue: null } running && deadlines.IsTaskOverdue(running)
                ? await RecordOverdueAsync(running, invocation, cancellationToken)
                : polled;
        }
        catch (ImsException unknown) when (unknown.SaysUnknown && deadlines.IsTaskLost(run))
        {
            return await journal.ParkAsync(run, ParkRecord.TaskLost, logger, invocation, cancellationToken);
        }
    }

    private async Task<WorkflowRun> RecordOverdueAsync(WorkflowRun.Started run, Invocation invocation, CancellationToken cancellationToken)
    {
        var within = RunDeadlines.ExpectedEnd(run) - run.Start.At;

        if (await journal.TryRecordAsync(run, new OverdueRecord { Within = (int)within.TotalSeconds }, invocation, cancellationToken) is not { } overdue)
        {
            return await journal.ReadAsync(run.Id, cancellationToken);
        }

        ReconcileLog.Overdue(logger, run, run.Start.TaskId, Duration.Format(within));
        return overdue;
    }
}
