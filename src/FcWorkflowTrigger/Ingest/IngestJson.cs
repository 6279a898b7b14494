using System.Text.Json;
using System.Text.Json.Serialization;

namespace FcWorkflowTrigger.Ingest;

/// <summary>The events of uploads, the requests of operators, and the answers to them.</summary>
[JsonSerializable(typeof(BackfillReply))]
[JsonSerializable(typeof(BackfillRequest))]
[JsonSerializable(typeof(MediaStartReply))]
[JsonSerializable(typeof(MediaStartRequest))]
[JsonSerializable(typeof(OSSEventEntry))]
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    AllowDuplicateProperties = false,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
internal sealed partial class IngestJson : JsonSerializerContext;
