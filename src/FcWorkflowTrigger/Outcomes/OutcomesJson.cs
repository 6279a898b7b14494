using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using FcWorkflowTrigger.Outcomes.Delivery;

namespace FcWorkflowTrigger.Outcomes;

/// <summary>What is kept of deliveries, and what is delivered.</summary>
[JsonSerializable(typeof(DeliveryState))]
[JsonSerializable(typeof(Outcome))]
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
internal sealed partial class OutcomesJson : JsonSerializerContext
{
    /// <summary>For texts with a limit in bytes that no HTML page will ever hold: <c>&amp;</c> and Han characters stay as they are.</summary>
    public static OutcomesJson Compact => field ??= new(new(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
