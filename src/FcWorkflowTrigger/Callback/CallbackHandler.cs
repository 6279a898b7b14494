using FcWorkflowTrigger.Callback.Authentication;
using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Runs;

namespace FcWorkflowTrigger.Callback;

/// <summary>From an admitted callback to the recorded end of its run, within IMS's patience.</summary>
internal sealed class CallbackHandler(TaskReadBack readBack, RunJournal journal, IRunLedger ledger, TimeProvider clock)
{
    /// <summary>IMS waits three seconds. What is left of them is for the way, a cold start, and the hint.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(1.8);

    private static readonly TimeSpan HintLimit = TimeSpan.FromSeconds(0.6);

    public async Task<CallbackOutcome> HandleAsync(
        CallbackAdmission admission, ReadOnlyMemory<byte> body, Invocation invocation, CancellationToken cancellationToken)
    {
        if (admission is CallbackAdmission.Refused refused)
        {
            return refused.Why;
        }

        if (CallbackHint.Read(body) is not { } hint)
        {
            return CallbackOutcome.Unreadable;
        }

        return admission switch
        {
            CallbackAdmission.ForRun own => await OfRunAsync(own, hint, invocation, cancellationToken),
            CallbackAdmission.ForAnyTask => await InTimeAsync(
                token => OfTaskAsync(hint, invocation, token), token => RunOfAsync(hint, token), cancellationToken),
            var unknown => throw new InvalidOperationException($"Nobody knows what {unknown} admits."),
        };
    }

    /// <summary>An event of any task of the account, from whoever may deliver such, and with all the time it takes.</summary>
    public async Task<CallbackOutcome> OfTaskAsync(CallbackHint hint, Invocation invocation, CancellationToken cancellationToken) => hint switch
    {
        { IsOfTaskEnd: false } => CallbackOutcome.OtherEvent,
        { TaskId: { } taskId } => await readBack.OfTaskAsync(taskId, invocation, cancellationToken),
        _ => CallbackOutcome.Unreadable,
    };

    private Task<CallbackOutcome> OfRunAsync(
        CallbackAdmission.ForRun own, CallbackHint hint, Invocation invocation, CancellationToken cancellationToken) => InTimeAsync(
        token => readBack.OfRunAsync(own.Run, own.Generation, hint, invocation, token),
        async token => await journal.ReadAsync(own.Run, token),
        cancellationToken);

    private async Task<WorkflowRun?> RunOfAsync(CallbackHint hint, CancellationToken cancellationToken) =>
        hint.TaskId is { } taskId && await ledger.FindByTaskAsync(taskId, cancellationToken) is { } id
            ? await journal.ReadAsync(id, cancellationToken)
            : null;

    private async Task<CallbackOutcome> InTimeAsync(
        Func<CancellationToken, Task<CallbackOutcome>> judge, Func<CancellationToken, Task<WorkflowRun?>> find, CancellationToken cancellationToken)
    {
        using var deadline = new Deadline(Limit, clock, cancellationToken);

        try
        {
            return await judge(deadline.Token);
        }
        catch (Exception) when (deadline.IsExpired)
        {
            return await LeaveToSweepAsync(find, cancellationToken);
        }
    }

    // The hint is the run's own marker: with it in place the next sweep asks IMS, and nothing of the callback is lost.
    private async Task<CallbackOutcome> LeaveToSweepAsync(Func<CancellationToken, Task<WorkflowRun?>> find, CancellationToken cancellationToken)
    {
        using var deadline = new Deadline(HintLimit, clock, cancellationToken);

        if (await find(deadline.Token) is not WorkflowRun.Opened run)
        {
            return CallbackOutcome.UnknownRun;
        }

        await ledger.PutMarkerAsync(Marker.For(run.Id, run.Claim.Src.ToUpload(), clock.GetUtcNow()), run.Claim, deadline.Token);
        return CallbackOutcome.LeftToSweep;
    }
}
