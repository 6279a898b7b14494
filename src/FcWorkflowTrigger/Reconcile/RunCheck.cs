using FcWorkflowTrigger.Finishing;
using FcWorkflowTrigger.Runtime;
using FcWorkflowTrigger.Services;
using FcWorkflowTrigger.Services.Ims;

namespace FcWorkflowTrigger.Reconcile;

/// <summary>Looks at one unfinished run and does what can be done for it.</summary>
internal sealed class RunCheck(IImsClient ims, Retry retry, RunFinisher finisher)
{
    /// <returns>The run as it then stands.</returns>
    public async Task<WorkflowRun> CheckAsync(WorkflowRun run, FcContext context, CancellationToken cancellationToken)
    {
        if (run is not WorkflowRun.Started started)
        {
            return run;
        }

        var reply = await retry.ExecuteAsync(token => ims.GetWorkflowTaskAsync(new(started.Start.TaskId), token), cancellationToken);
        return await finisher.FinishAsync(run, reply.WorkflowTask, "poll", context, cancellationToken);
    }
}
