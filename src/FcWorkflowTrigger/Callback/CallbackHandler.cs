using FcWorkflowTrigger.Callback.Authentication;
using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Runs;

namespace FcWorkflowTrigger.Callback;

/// <summary>Turns an admitted callback into the recorded end of its run, within the time IMS waits.</summary>
internal sealed class CallbackHandler(TaskReadBack readBack, RunJournal journal, IRunLedger ledger, TimeProvider clock)
{
    /// <summary>IMS waits three seconds. With <see cref="CallbackBody.Limit"/> before and <see cref="HintLimit"/> after, half a second is left for the network and a cold start.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(1.5);

    /// <summary>For the run's marker, when <see cref="Limit"/> is over.</summary>
    public static readonly TimeSpan HintLimit = TimeSpan.FromSeconds(0.5);

    public async Task<CallbackOutcome> HandleAsync(
        CallbackAdmission admission, ReadOnlyMemory<byte> body, Invocation invocation, CancellationToken cancellationToken)
    {
        if (admission is CallbackAdmission.Refused refused)
        {
            return refused.Outcome;
        }

        if (CallbackHint.Read(body) is not { } hint)
        {
            return CallbackOutcome.Unreadable;
        }

        return admission switch
        {
            CallbackAdmission.ForRun forRun => await HandleForRunAsync(forRun, hint, invocation, cancellationToken),
            CallbackAdmission.ForAnyTask => await HandleWithinLimitAsync(
                token => HandleForTaskAsync(hint, invocation, token), token => FindRunAsync(hint, token), cancellationToken),
            var unknown => throw new InvalidOperationException($"The admission {unknown} is not handled."),
        };
    }

    /// <summary>Handles an event of any task of the account, without a time limit. The caller has checked that IMS sent it.</summary>
    public async Task<CallbackOutcome> HandleForTaskAsync(CallbackHint hint, Invocation invocation, CancellationToken cancellationToken) => hint switch
    {
        { IsTaskEnd: false } => CallbackOutcome.OtherEvent,
        { TaskId: { } taskId } => await readBack.ReadForTaskAsync(taskId, invocation, cancellationToken),
        _ => CallbackOutcome.Unreadable,
    };

    private Task<CallbackOutcome> HandleForRunAsync(
        CallbackAdmission.ForRun forRun, CallbackHint hint, Invocation invocation, CancellationToken cancellationToken) => HandleWithinLimitAsync(
        token => readBack.ReadForRunAsync(forRun.Run, forRun.Generation, hint, invocation, token),
        async token => await journal.ReadAsync(forRun.Run, token),
        cancellationToken);

    private async Task<WorkflowRun?> FindRunAsync(CallbackHint hint, CancellationToken cancellationToken) =>
        hint.TaskId is { } taskId && await ledger.FindByTaskAsync(taskId, cancellationToken) is { } id
            ? await RunFailedException.ExecuteAsync(() => id, () => journal.ReadAsync(id, cancellationToken))
            : null;

    private async Task<CallbackOutcome> HandleWithinLimitAsync(
        Func<CancellationToken, Task<CallbackOutcome>> handle, Func<CancellationToken, Task<WorkflowRun?>> find, CancellationToken cancellationToken)
    {
        using var deadline = new Deadline(Limit, clock, cancellationToken);

        try
        {
            return await handle(deadline.Token);
        }
        catch (Exception) when (deadline.IsExpired)
        {
            return await LeaveToSweepAsync(find, cancellationToken);
        }
    }

    // The hint is the run's own marker: while it exists, the next sweep asks IMS, so the callback is not lost.
    private async Task<CallbackOutcome> LeaveToSweepAsync(Func<CancellationToken, Task<WorkflowRun?>> find, CancellationToken cancellationToken)
    {
        using var deadline = new Deadline(HintLimit, clock, cancellationToken);

        if (await find(deadline.Token) is not WorkflowRun.Opened run)
        {
            return CallbackOutcome.UnknownRun;
        }

        var marker = Marker.For(run.Id, run.Claim.Src.ToUpload(), clock.GetUtcNow());
        await RunFailedException.ExecuteAsync(() => run.Id, () => ledger.PutMarkerAsync(marker, run.Claim, deadline.Token));
        return CallbackOutcome.LeftToSweep;
    }
}
