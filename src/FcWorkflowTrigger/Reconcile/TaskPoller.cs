using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Runs;

namespace FcWorkflowTrigger.Reconcile;

/// <summary>Asks IMS what has become of a started task, and records its end.</summary>
internal sealed class TaskPoller(
    IImsClient ims, ImsRateLimiter limiter, Retry retry, RunFinisher finisher, RunJournal journal, RunDeadlines deadlines, ILogger<TaskPoller> logger)
{
    /// <returns>The run as it then stands: Finished, Started while its task goes on, or Parked when IMS has not known the task for too long.</returns>
    public async Task<WorkflowRun> PollAsync(WorkflowRun.Started run, Invocation invocation, CancellationToken cancellationToken)
    {
        try
        {
            var reply = await retry.ExecutePacedAsync(limiter, token => ims.GetWorkflowTaskAsync(new(run.Start.TaskId), token), cancellationToken);
            return await finisher.FinishAsync(run, reply.WorkflowTask, FinishSource.Poll(run.Start), invocation, cancellationToken);
        }
        catch (ImsException unknown) when (unknown.SaysUnknown && deadlines.IsTaskLost(run))
        {
            return await journal.ParkAsync(run, ParkRecord.TaskLost, logger, invocation, cancellationToken);
        }
    }
}
