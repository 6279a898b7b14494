using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FcWorkflowTrigger;

/// <summary>What this program reads and keeps. Reflection is off, so a type missing here fails its first test.</summary>
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    AllowOutOfOrderMetadataProperties = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
internal sealed partial class TriggerJson : JsonSerializerContext
{
    /// <summary>For texts with a limit in bytes that no HTML page will ever hold: <c>&amp;</c> and Han characters stay as they are.</summary>
    public static TriggerJson Compact => field ??= new(new(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
