using System.Text.Json;
using System.Text.Json.Serialization;
using FcWorkflowTrigger.Ledger.Records;

namespace FcWorkflowTrigger.Ledger;

/// <summary>The JSON types of the ledger. Reflection is off, so a type that is missing here fails its first test.</summary>
[JsonSerializable(typeof(LastSweep))]
[JsonSerializable(typeof(ParkedRun))]
[JsonSerializable(typeof(RunRecord))]
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    AllowOutOfOrderMetadataProperties = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
internal sealed partial class LedgerJson : JsonSerializerContext;
