using System.Net;
using FcWorkflowTrigger.Finishing;
using FcWorkflowTrigger.Runtime;
using FcWorkflowTrigger.Services;
using FcWorkflowTrigger.Services.Ims;
using FcWorkflowTrigger.Services.Ledger;
using FcWorkflowTrigger.Starting;

namespace FcWorkflowTrigger.Callback;

/// <summary>From a callback to the recorded end of its run. The URL proves whom it is for; IMS, asked back, says what happened.</summary>
internal sealed class CallbackHandler(
    CallbackCapability capability,
    RunJournal journal,
    IImsClient ims,
    Retry retry,
    RunFinisher finisher)
{
    public async Task<CallbackOutcome> HandleAsync(CallbackRequest request, FcContext context, CancellationToken cancellationToken)
    {
        // Is the URL ours? Nothing is read or asked before that is known.
        if (request.Run is not { } id || !capability.Proves(id, request.Generation, request.Mac))
        {
            return CallbackOutcome.Forged;
        }

        if (CallbackHint.Read(request.Body) is not { } hint)
        {
            return CallbackOutcome.Unreadable;
        }

        var run = await journal.ReadAsync(id, cancellationToken);

        return run switch
        {
            WorkflowRun.Unclaimed => CallbackOutcome.UnknownRun,
            WorkflowRun.Finished => CallbackOutcome.Recorded,
            WorkflowRun.Started started => await ReadBackAsync(run, started.Start.TaskId, request.Generation, context, cancellationToken),
            _ when hint.TaskId is { } taskId => await ReadBackAsync(run, taskId, request.Generation, context, cancellationToken),
            _ => CallbackOutcome.Unreadable,
        };
    }

    private async Task<CallbackOutcome> ReadBackAsync(
        WorkflowRun run, string taskId, int generation, FcContext context, CancellationToken cancellationToken)
    {
        WorkflowTask task;

        try
        {
            task = (await retry.ExecuteAsync(token => ims.GetWorkflowTaskAsync(new(taskId), token), cancellationToken)).WorkflowTask;
        }
        catch (ImsException unknown) when (unknown.Status is HttpStatusCode.NotFound or HttpStatusCode.BadRequest && !unknown.IsTransient)
        {
            return CallbackOutcome.ForeignTask;
        }

        if (UserData.RunOf(task.UserData) != run.Id)
        {
            return CallbackOutcome.ForeignTask;
        }

        return await finisher.FinishAsync(run, task, FinishCause.Callback(generation), context, cancellationToken) is WorkflowRun.Finished
            ? CallbackOutcome.Recorded
            : CallbackOutcome.NotEnded;
    }
}
