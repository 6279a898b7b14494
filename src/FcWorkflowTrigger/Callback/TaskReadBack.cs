using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Cloud.Ims.Models;
using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Runs.Start;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Callback;

/// <summary>Asks IMS what has become of a task, and records it. Whoever told us to look is believed in nothing.</summary>
internal sealed class TaskReadBack(IRunLedger ledger, RunJournal journal, IImsClient ims, Retry retry, RunFinisher finisher, RunCloser closer)
{
    private static readonly Task<WorkflowTask?> NoTask = Task.FromResult<WorkflowTask?>(null);

    /// <summary>Finishes a run if its task has ended.</summary>
    /// <param name="generation">Which start called back.</param>
    /// <param name="hint">A task it names is asked about while the ledger is read, for IMS's patience is short. It counts only where the ledger knows no other.</param>
    public async Task<CallbackOutcome> OfRunAsync(
        RunId id, int generation, CallbackHint hint, Invocation invocation, CancellationToken cancellationToken)
    {
        using var early = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var asking = hint.TaskId is { } named ? TaskAsync(named, early.Token) : NoTask;

        try
        {
            return await journal.ReadAsync(id, cancellationToken) switch
            {
                WorkflowRun.Unclaimed => CallbackOutcome.UnknownRun,
                WorkflowRun.Finished => CallbackOutcome.Recorded,
                { TaskId: null } when hint.TaskId is null => CallbackOutcome.Unreadable,
                { TaskId: { } known } run when known != hint.TaskId =>
                    await FinishAsync(run, generation, await TaskAsync(known, cancellationToken), invocation, cancellationToken),
                var run => await FinishAsync(run, generation, await asking, invocation, cancellationToken),
            };
        }
        finally
        {
            CallOff(asking, early);
        }
    }

    /// <summary>Finishes the run a task belongs to: by our pointer, or, where that was never written, by the task's own UserData.</summary>
    public async Task<CallbackOutcome> OfTaskAsync(string taskId, Invocation invocation, CancellationToken cancellationToken)
    {
        using var early = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var asking = TaskAsync(taskId, early.Token);

        try
        {
            var known = await ledger.FindByTaskAsync(taskId, cancellationToken);

            return (known ?? UserData.RunOf((await asking)?.UserData)) is not { } owner
                ? CallbackOutcome.ForeignTask
                : await journal.ReadAsync(owner, cancellationToken) switch
                {
                    WorkflowRun.Unclaimed => CallbackOutcome.UnknownRun,
                    WorkflowRun.Finished => CallbackOutcome.Recorded,
                    var run => await FinishAsync(run, LastGeneration(run), await asking, invocation, cancellationToken),
                };
        }
        finally
        {
            CallOff(asking, early);
        }
    }

    // A question whose answer nobody needed ends with its caller. How it ends, too, nobody needs to know.
    private static void CallOff(Task asking, CancellationTokenSource early)
    {
        if (!asking.IsCompleted)
        {
            early.Cancel();
        }

        _ = ForgetAsync(asking);
    }

    private static async Task ForgetAsync(Task asking) => await asking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    // Such a task does not say which start it came from; it is the last one that was sent unless two were.
    private static int LastGeneration(WorkflowRun run) => run.History.Records.OfType<IntentRecord>().LastOrDefault()?.Gen ?? 1;

    private async Task<CallbackOutcome> FinishAsync(
        WorkflowRun run, int generation, WorkflowTask? task, Invocation invocation, CancellationToken cancellationToken)
    {
        // A second task that claims to be the run's is not the one whose end counts.
        if (task is null || UserData.RunOf(task.UserData) != run.Id || (run.TaskId is { } known && known != task.TaskId))
        {
            return CallbackOutcome.ForeignTask;
        }

        var reached = await finisher.FinishAsync(run, task, FinishSource.Callback(generation), invocation, cancellationToken);

        // Whoever called a run off closes it; a callback may not even take away what that takes.
        if (reached is WorkflowRun.Finished { End: DoneRecord } done)
        {
            await closer.CloseForAnswerAsync(done, cancellationToken);
        }

        return reached is WorkflowRun.Finished ? CallbackOutcome.Recorded : CallbackOutcome.NotEnded;
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
