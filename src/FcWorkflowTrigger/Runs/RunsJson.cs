using System.Text.Json;
using System.Text.Json.Serialization;
using FcWorkflowTrigger.Formats;
using FcWorkflowTrigger.Runs.Start;

namespace FcWorkflowTrigger.Runs;

/// <summary>The JSON types of the texts that are parameters of IMS's calls.</summary>
[JsonSerializable(typeof(RegisterConfig))]
[JsonSerializable(typeof(TaskInput))]
[JsonSerializable(typeof(UserData))]
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
internal sealed partial class RunsJson : JsonSerializerContext
{
    /// <inheritdoc cref="CompactJson"/>
    public static RunsJson Compact => field ??= new(CompactJson.From(Default.Options));
}
