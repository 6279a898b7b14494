using System.Text.Json;
using System.Text.Json.Serialization;
using FcWorkflowTrigger.Formats;
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
    /// <inheritdoc cref="CompactJson"/>
    public static OutcomesJson Compact => field ??= new(CompactJson.From(Default.Options));
}
