using System.Text.Json.Nodes;
using FcWorkflowTrigger.Emulator.Ims.Actions;
using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Ims.Callbacks;

/// <summary>Waits, by the emulator's clock, for the end of tasks, and then sends their callbacks.</summary>
internal sealed class TaskRunner(ImsState state, EmulatorClock clock, EventDelivery delivery, DataFolder data, CancellationToken stopping)
{
    private const string EventType = "WorkflowTaskComplete";

    /// <summary>Continues with the tasks of an earlier process whose callbacks are not sent yet.</summary>
    public void Resume()
    {
        foreach (var task in state.Tasks.Where(task => !task.Notified))
        {
            Watch(task);
        }
    }

    public void Watch(WorkflowTask task) => _ = WatchAsync(task);

    private async Task WatchAsync(WorkflowTask task)
    {
        try
        {
            await clock.WaitUntilAsync(task.BeginTime, stopping, $"task {task.TaskId} begins: {task.Key}");
            state.Touch(task.TaskId);
            await clock.WaitUntilAsync(task.FinishTime, stopping, $"task {task.TaskId} ends: {task.Key}");
            state.Touch(task.TaskId);

            // A reset has taken the task away.
            if (state.FindTask(task.TaskId) is null)
            {
                return;
            }

            await delivery.DeliverAsync(Event(task), attempt => data.UntilSavedAsync(() => state.AddAttempt(task.TaskId, attempt), stopping), stopping);
            await data.UntilSavedAsync(() => state.SetNotified(task.TaskId), stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The emulator stops. The next start continues from the kept state.
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
