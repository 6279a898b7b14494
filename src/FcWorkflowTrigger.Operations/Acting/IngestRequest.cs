using System.Text.Json;
using System.Text.Json.Serialization;
using FcWorkflowTrigger.Ingest;

namespace FcWorkflowTrigger.Operations.Acting;

/// <summary>What a person asks of the ingest function: one of the two.</summary>
internal sealed record IngestRequest(BackfillRequest? Backfill = null, MediaStartRequest? Start = null)
{
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, IngestRequestJson.Default.IngestRequest);
}

/// <summary>Requests to ingest.</summary>
[JsonSerializable(typeof(IngestRequest))]
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class IngestRequestJson : JsonSerializerContext;
