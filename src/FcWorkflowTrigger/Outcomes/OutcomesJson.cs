using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using FcWorkflowTrigger.Outcomes.Delivery;

namespace FcWorkflowTrigger.Outcomes;

/// <summary>The JSON types of deliveries and outcomes.</summary>
[JsonSerializable(typeof(DeliveryState))]
[JsonSerializable(typeof(Outcome))]
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
internal sealed partial class OutcomesJson : JsonSerializerContext
{
    /// <summary>For texts that have a limit in bytes and are never part of an HTML page: <c>&amp;</c> and Han characters are not escaped.</summary>
    public static OutcomesJson Compact => field ??= new(new(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
