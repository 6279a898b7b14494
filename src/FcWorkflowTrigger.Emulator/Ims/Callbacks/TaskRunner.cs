using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Ims.Callbacks;

/// <summary>Waits, by the emulator's clock, for tasks to end, and then tells whoever asked to be told.</summary>
internal sealed class TaskRunner(ImsState state, EmulatorClock clock, CallbackSender sender, Faults faults, CancellationToken stopping)
{
    private const string EventType = "WorkflowTaskComplete";

    /// <summary>Goes on with the tasks an earlier process left unfinished.</summary>
    public void Resume()
    {
        foreach (var task in state.Tasks.Where(task => task.Callbacks.Count == 0 && task.FinishTime > clock.GetUtcNow()))
        {
            Watch(task);
        }
    }

    public void Watch(WorkflowTask task) => _ = WatchAsync(task);

    private async Task WatchAsync(WorkflowTask task)
    {
        try
        {
            await clock.WaitUntilAsync(task.BeginTime, stopping);
            state.Touch();
            await clock.WaitUntilAsync(task.FinishTime, stopping);
            state.Touch();
            await TellAsync(task);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The emulator ends; what is kept goes on from here next time.
        }
    }

    private async Task TellAsync(WorkflowTask task)
    {
        if (faults.Take("callback", EventType, "lose", task.Key) is not null)
        {
            return;
        }

        if (faults.Take("callback", EventType, "delay", task.Key) is { } delay)
        {
            await clock.WaitUntilAsync(clock.GetUtcNow().AddMilliseconds(delay.DelayMilliseconds), stopping);
        }

        var times = faults.Take("callback", EventType, "duplicate", task.Key) is null ? 1 : 2;

        for (var time = 0; time < times; time++)
        {
            foreach (var target in Targets(task))
            {
                await sender.SendAsync(task, target, stopping);
            }
        }
    }

    private IEnumerable<CallbackTarget> Targets(WorkflowTask task)
    {
        if (CallbackTarget.OfUserData(task.UserData) is { } own)
        {
            yield return own;
        }

        if (state.EventCallback is { } callback && callback.Wants(EventType))
        {
            yield return new(callback.Address!, callback.AuthSwitch == "on" ? callback.AuthKey : null);
        }
    }
}
