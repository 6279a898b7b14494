using System.Text.Json;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Logging;

namespace FcWorkflowTrigger.Operations.Showing;

/// <summary>Asks IMS for a task. A missing answer of IMS is reported, and the command does not fail.</summary>
/// <param name="ims">Null in a region where IMS is not known to serve.</param>
internal sealed class TaskReader(IImsClient? ims, Retry retry)
{
    public async Task<TaskView> ReadAsync(string taskId, CancellationToken cancellationToken)
    {
        if (ims is null)
        {
            return Unknown(taskId, "IMS is not known to serve in this region; set IMS_ENDPOINT");
        }

        try
        {
            var task = (await retry.ExecuteAsync(token => ims.GetWorkflowTaskAsync(new(taskId), token), cancellationToken)).WorkflowTask;
            return new(task.TaskId, task.Status, task.CreateTime, task.FinishTime, [.. TaskActivity.Parse(task.ActivityResults).Select(activity => new ActivityView(activity.Id, activity.Status, activity.StartTime, activity.EndTime))], null);
        }
        catch (Exception problem) when (problem is ImsException or HttpRequestException or TimeoutException or JsonException)
        {
            return Unknown(taskId, LogText.ToLine(problem.Message));
        }
    }

    private static TaskView Unknown(string taskId, string problem) => new(taskId, null, null, null, [], problem);
}
