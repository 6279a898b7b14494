using System.Text.Json;
using System.Text.Json.Serialization;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Ledger.Records;

namespace FcWorkflowTrigger.Runs.Start;

/// <summary>What the workflow works on (IMS StartWorkflow documentation, <c>TaskInput</c>).</summary>
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
}
