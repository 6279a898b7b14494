using System.Text.Json;

namespace FcWorkflowTrigger.Cloud.Ims;

/// <summary>One activity of a workflow task, as far as IMS tells of it. Each field may be missing.</summary>
internal sealed record TaskActivity(string Id, string? Status, string? StartTime, string? EndTime)
{
    /// <summary>Reads IMS's ActivityResults. The form is not published: an object by activity, or a list, has been seen.</summary>
    /// <returns>None for a text of another form.</returns>
    public static IReadOnlyList<TaskActivity> Parse(string? json)
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
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            // InvalidOperationException is thrown for a text with half of a surrogate pair.
            return [];
        }
    }

    private static TaskActivity Read(JsonElement activity, string name) =>
        new(Text(activity, "ActivityId") ?? name, Text(activity, "Status"), Text(activity, "StartTime"), Text(activity, "EndTime"));

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
