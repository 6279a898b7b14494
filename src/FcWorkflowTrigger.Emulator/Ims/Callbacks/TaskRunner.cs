using System.Text.Json.Nodes;
using FcWorkflowTrigger.Emulator.Ims.Actions;
using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Ims.Callbacks;

/// <summary>Waits, by the emulator's clock, for tasks to end, and then tells whoever asked to be told.</summary>
internal sealed class TaskRunner(ImsState state, EmulatorClock clock, EventDelivery delivery, CancellationToken stopping)
{
    private const string EventType = "WorkflowTaskComplete";

    /// <summary>Goes on with the tasks of an earlier process whose end nobody was told.</summary>
    public void Resume()
    {
        foreach (var task in state.Tasks.Where(task => !task.Told))
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
            await delivery.TellAsync(Event(task), attempt => state.AddAttempt(task.TaskId, attempt), stopping);
            state.SetTold(task.TaskId);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The emulator ends; what is kept goes on from here next time.
        }
    }

    /// <summary>The fields of the sister product's event of the same name.</summary>
    private ImsEvent Event(WorkflowTask task)
    {
        var now = clock.GetUtcNow();
        var message = TaskJson.Full(task, now);
        message.Remove("Workflow");
        message["WorkflowId"] = JsonValue.Create(task.WorkflowId);
        return new(EventType, task.Key, task.UserData, now, message);
    }
}
