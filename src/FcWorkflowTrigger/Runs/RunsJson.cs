using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using FcWorkflowTrigger.Runs.Start;

namespace FcWorkflowTrigger.Runs;

/// <summary>The JSON texts that are parameters of IMS's calls.</summary>
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
    /// <summary>For texts with a limit in bytes that no HTML page will ever hold: <c>&amp;</c> and Han characters stay as they are.</summary>
    public static RunsJson Compact => field ??= new(new(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
