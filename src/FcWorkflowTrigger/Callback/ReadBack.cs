using FcWorkflowTrigger.Finishing;
using FcWorkflowTrigger.Runtime;
using FcWorkflowTrigger.Services;
using FcWorkflowTrigger.Services.Ims;
using FcWorkflowTrigger.Services.Ledger;
using FcWorkflowTrigger.Services.Ledger.Records;
using FcWorkflowTrigger.Starting;

namespace FcWorkflowTrigger.Callback;

/// <summary>Asks IMS what has become of a task, and records it. Whoever told us to look is believed in nothing.</summary>
internal sealed class ReadBack(IRunLedger ledger, RunJournal journal, IImsClient ims, Retry retry, RunFinisher finisher)
{
    /// <summary>Finishes a run if its task has ended.</summary>
    /// <param name="hint">Names the task where the ledger does not know it yet.</param>
    /// <param name="generation">Which start called back.</param>
    public async Task<CallbackOutcome> OfRunAsync(
        WorkflowRun run, int generation, CallbackHint hint, FcContext context, CancellationToken cancellationToken) => run switch
        {
            WorkflowRun.Unclaimed => CallbackOutcome.UnknownRun,
            WorkflowRun.Finished => CallbackOutcome.Recorded,
            _ when (run.TaskId ?? hint.TaskId) is { } taskId => await TaskAsync(taskId, cancellationToken) is { } task
                ? await FinishAsync(run, generation, task, context, cancellationToken)
                : CallbackOutcome.ForeignTask,
            _ => CallbackOutcome.Unreadable,
        };

    /// <summary>Finishes the run a task belongs to: by our pointer, or, where that was never written, by the task's own UserData.</summary>
    public async Task<CallbackOutcome> OfTaskAsync(string taskId, FcContext context, CancellationToken cancellationToken)
    {
        var known = await ledger.FindByTaskAsync(taskId, cancellationToken);

        if (known is { } id && await journal.ReadAsync(id, cancellationToken) is WorkflowRun.Finished)
        {
            return CallbackOutcome.Recorded;
        }

        if (await TaskAsync(taskId, cancellationToken) is not { } task || (known ?? UserData.RunOf(task.UserData)) is not { } owner)
        {
            return CallbackOutcome.ForeignTask;
        }

        return await journal.ReadAsync(owner, cancellationToken) switch
        {
            WorkflowRun.Unclaimed => CallbackOutcome.UnknownRun,
            WorkflowRun.Finished => CallbackOutcome.Recorded,
            var run => await FinishAsync(run, LastGeneration(run), task, context, cancellationToken),
        };
    }

    // Such a task does not say which start it came from; it is the last one that was sent unless two were.
    private static int LastGeneration(WorkflowRun run) => run.Log.Records.OfType<IntentRecord>().LastOrDefault()?.Gen ?? 1;

    private async Task<CallbackOutcome> FinishAsync(
        WorkflowRun run, int generation, WorkflowTask task, FcContext context, CancellationToken cancellationToken)
    {
        // A second task that claims to be the run's is not the one whose end counts.
        if (UserData.RunOf(task.UserData) != run.Id || (run.TaskId is { } known && known != task.TaskId))
        {
            return CallbackOutcome.ForeignTask;
        }

        return await finisher.FinishAsync(run, task, FinishCause.Callback(generation), context, cancellationToken) is WorkflowRun.Finished
            ? CallbackOutcome.Recorded
            : CallbackOutcome.NotEnded;
    }

    /// <returns>Null when IMS does not know the task.</returns>
    private async Task<WorkflowTask?> TaskAsync(string taskId, CancellationToken cancellationToken)
    {
        try
        {
            return (await retry.ExecuteAsync(token => ims.GetWorkflowTaskAsync(new(taskId), token), cancellationToken)).WorkflowTask;
        }
        catch (ImsException unknown) when (unknown.SaysUnknown)
        {
            return null;
        }
    }
}
