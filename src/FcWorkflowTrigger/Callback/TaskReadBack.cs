using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Cloud.Ims.Models;
using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Runs.Start;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Callback;

/// <summary>Reads a task back from IMS and records its end. Nothing in the callback itself is trusted.</summary>
internal sealed class TaskReadBack(IRunLedger ledger, RunJournal journal, IImsClient ims, Retry retry, RunFinisher finisher, RunCloser closer)
{
    private static readonly Task<WorkflowTask?> NoTask = Task.FromResult<WorkflowTask?>(null);

    /// <summary>Finishes a run if its task has ended.</summary>
    /// <param name="generation">The generation of the start that the callback belongs to.</param>
    /// <param name="hint">The task it names is read from IMS while the ledger is read, to save time. It counts only if the ledger knows no other task.</param>
    public async Task<CallbackOutcome> ReadForRunAsync(
        RunId id, int generation, CallbackHint hint, Invocation invocation, CancellationToken cancellationToken)
    {
        using var readCancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var taskRead = hint.TaskId is { } named ? ReadTaskAsync(named, readCancellation.Token) : NoTask;

        try
        {
            return await journal.ReadAsync(id, cancellationToken) switch
            {
                WorkflowRun.Unclaimed => CallbackOutcome.UnknownRun,
                WorkflowRun.Finished => CallbackOutcome.Recorded,
                { TaskId: null } when hint.TaskId is null => CallbackOutcome.Unreadable,
                { TaskId: { } known } run when known != hint.TaskId =>
                    await FinishAsync(run, generation, await ReadTaskAsync(known, cancellationToken), invocation, cancellationToken),
                var run => await FinishAsync(run, generation, await taskRead, invocation, cancellationToken),
            };
        }
        finally
        {
            CancelUnused(taskRead, readCancellation);
        }
    }

    /// <summary>Finishes the run of a task. The ledger's pointer names the run; if it was never written, the task's own UserData does.</summary>
    public async Task<CallbackOutcome> ReadForTaskAsync(string taskId, Invocation invocation, CancellationToken cancellationToken)
    {
        using var readCancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var taskRead = ReadTaskAsync(taskId, readCancellation.Token);

        try
        {
            var known = await ledger.FindByTaskAsync(taskId, cancellationToken);

            return (known ?? UserData.ParseRunId((await taskRead)?.UserData)) is not { } owner
                ? CallbackOutcome.ForeignTask
                : await RunFailedException.ExecuteAsync(() => owner, () => FinishAsync(owner, taskRead, invocation, cancellationToken));
        }
        finally
        {
            CancelUnused(taskRead, readCancellation);
        }
    }

    // A read whose result is not needed is canceled. Its result or failure is ignored.
    private static void CancelUnused(Task taskRead, CancellationTokenSource readCancellation)
    {
        if (!taskRead.IsCompleted)
        {
            readCancellation.Cancel();
        }

        _ = IgnoreResultAsync(taskRead);
    }

    private static async Task IgnoreResultAsync(Task taskRead) => await taskRead.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    // The event does not name the generation of the start. It is the last generation, unless two starts were accepted.
    private static int GetLastGeneration(WorkflowRun run) => run.History.Records.OfType<IntentRecord>().LastOrDefault()?.Gen ?? 1;

    private async Task<CallbackOutcome> FinishAsync(
        RunId id, Task<WorkflowTask?> taskRead, Invocation invocation, CancellationToken cancellationToken) =>
        await journal.ReadAsync(id, cancellationToken) switch
        {
            WorkflowRun.Unclaimed => CallbackOutcome.UnknownRun,
            WorkflowRun.Finished => CallbackOutcome.Recorded,
            var run => await FinishAsync(run, GetLastGeneration(run), await taskRead, invocation, cancellationToken),
        };

    private async Task<CallbackOutcome> FinishAsync(
        WorkflowRun run, int generation, WorkflowTask? task, Invocation invocation, CancellationToken cancellationToken)
    {
        // The end of a second task that names this run does not count.
        if (task is null || UserData.ParseRunId(task.UserData) != run.Id || (run.TaskId is { } known && known != task.TaskId))
        {
            return CallbackOutcome.ForeignTask;
        }

        if (run is WorkflowRun.Parked parked)
        {
            await closer.GuardAsync(parked, cancellationToken);
        }

        var finished = await finisher.FinishAsync(run, task, FinishSource.Callback(generation), invocation, cancellationToken);

        // A run that was canceled is closed by the function that canceled it; the callback function may lack the rights for that.
        if (finished is WorkflowRun.Finished { End: DoneRecord } done)
        {
            await closer.CloseForAnswerAsync(done, cancellationToken);
        }

        return finished is WorkflowRun.Finished ? CallbackOutcome.Recorded : CallbackOutcome.NotEnded;
    }

    /// <returns>Null when IMS does not know the task.</returns>
    private async Task<WorkflowTask?> ReadTaskAsync(string taskId, CancellationToken cancellationToken)
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
