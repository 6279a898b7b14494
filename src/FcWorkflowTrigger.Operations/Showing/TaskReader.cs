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
            return new(task.TaskId, task.Status, task.CreateTime, task.FinishTime, ReadActivities(task.ActivityResults), null);
        }
        catch (Exception problem) when (problem is ImsException or HttpRequestException or TimeoutException or JsonException)
        {
            return Unknown(taskId, LogText.ToLine(problem.Message));
        }
    }

    private static TaskView Unknown(string taskId, string problem) => new(taskId, null, null, null, [], problem);

    // The form is not published: an object by activity, or a list, has been seen.
    private static IReadOnlyList<ActivityView> ReadActivities(string? json)
    {
        if (string.IsNullOrEmpty(json))
        {
            return [];
        }

        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind switch
            {
                JsonValueKind.Object => [.. document.RootElement.EnumerateObject().Where(field => field.Value.ValueKind == JsonValueKind.Object).Select(field => Read(field.Value, field.Name))],
                JsonValueKind.Array => [.. document.RootElement.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object).Select((item, index) => Read(item, $"{index + 1}"))],
                _ => [],
            };
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static ActivityView Read(JsonElement activity, string name) =>
        new(Text(activity, "ActivityId") ?? name, Text(activity, "Status"), Text(activity, "StartTime"), Text(activity, "EndTime"));

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
