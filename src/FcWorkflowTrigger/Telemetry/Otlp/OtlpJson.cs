using System.Text.Json;
using System.Text.Json.Serialization;
using FcWorkflowTrigger.Formats;

namespace FcWorkflowTrigger.Telemetry.Otlp;

/// <summary>The messages as JSON: names in lower camel case, ids in hex, numbers of 64 bits as texts (OTLP 1.x, "JSON Protobuf Encoding").</summary>
[JsonSerializable(typeof(ExportTraceServiceRequest))]
[JsonSerializable(typeof(ExportMetricsServiceRequest))]
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class OtlpJson : JsonSerializerContext
{
    /// <inheritdoc cref="CompactJson"/>
    public static OtlpJson Compact => field ??= new(CompactJson.From(Default.Options));
}
