using System.Text.Json;
using System.Text.Json.Serialization;

namespace FcWorkflowTrigger.Ingest;

/// <summary>The events of uploads. Only read, never written.</summary>
[JsonSerializable(typeof(OSSEvent))]
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    AllowDuplicateProperties = false,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
internal sealed partial class IngestJson : JsonSerializerContext;
