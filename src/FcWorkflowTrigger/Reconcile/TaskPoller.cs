using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Runs;

namespace FcWorkflowTrigger.Reconcile;

/// <summary>Reads a started task from IMS and records its end.</summary>
internal sealed class TaskPoller(
    IImsClient ims, ImsRateLimiter limiter, Retry retry, RunFinisher finisher, RunJournal journal, RunDeadlines deadlines, ILogger<TaskPoller> logger)
{
    /// <returns>The new state of the run: Finished, Started while its task is running, or Parked when IMS has not known the task for too long.</returns>
    public async Task<WorkflowRun> PollAsync(WorkflowRun.Started run, Invocation invocation, CancellationToken cancellationToken)
    {
        try
        {
            var reply = await retry.ExecuteRateLimitedAsync(limiter, token => ims.GetWorkflowTaskAsync(new(run.Start.TaskId), token), cancellationToken);
            return await finisher.FinishAsync(run, reply.WorkflowTask, FinishSource.Poll(run.Start), invocation, cancellationToken);
        }
        catch (ImsException unknown) when (unknown.SaysUnknown && deadlines.IsTaskLost(run))
        {
            return await journal.ParkAsync(run, ParkRecord.TaskLost, logger, invocation, cancellationToken);
        }
    }
}
