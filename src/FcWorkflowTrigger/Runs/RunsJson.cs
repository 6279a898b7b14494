using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
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
    /// <summary>For texts that have a limit in bytes and are never part of an HTML page: <c>&amp;</c> and Han characters are not escaped.</summary>
    public static RunsJson Compact => field ??= new(new(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
