using System.Text.Json;
using System.Text.Json.Serialization;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Ledger.Records;

namespace FcWorkflowTrigger.Runs.Start;

/// <summary>The input of the workflow (IMS StartWorkflow documentation, <c>TaskInput</c>).</summary>
/// <param name="Type"><c>Media</c> or <c>OSS</c>.</param>
/// <param name="Media">A MediaId, or a URL.</param>
internal sealed record TaskInput([property: JsonPropertyName("Type")] string Type, [property: JsonPropertyName("Media")] string Media)
{
    public static string For(ImsInput input, string mediaId, ClaimSource source, InputUrlForm form) => JsonSerializer.Serialize(
        input switch
        {
            ImsInput.Media => new("Media", mediaId),
            ImsInput.Oss => new TaskInput("OSS", ObjectUrl.Format(source, form)),
            _ => throw new ArgumentOutOfRangeException(nameof(input), input, "TaskInput has no such form."),
        },
        RunsJson.Compact.TaskInput);

    /// <summary>What a listed task works on: a MediaId or a URL; null when its input cannot be read.</summary>
    public static string? MediaOf(string? taskInput)
    {
        if (string.IsNullOrWhiteSpace(taskInput))
        {
            return null;
        }

        try
        {
            using var json = JsonDocument.Parse(taskInput);
            return json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty(nameof(Media), out var media)
                && media.ValueKind == JsonValueKind.String
                && media.GetString() is { Length: > 0 } text ? text : null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            // The latter is thrown for a text that holds half of a surrogate pair.
            return null;
        }
    }
}
