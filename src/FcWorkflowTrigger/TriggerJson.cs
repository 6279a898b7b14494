using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using FcWorkflowTrigger.Hosting;
using FcWorkflowTrigger.Ingest;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Outcomes;
using FcWorkflowTrigger.Outcomes.Delivery;
using FcWorkflowTrigger.Runs.Start;

namespace FcWorkflowTrigger;

/// <summary>What this program reads and keeps. Reflection is off, so a type missing here fails its first test.</summary>
[JsonSerializable(typeof(DeliveryState))]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(ErrorReply))]
[JsonSerializable(typeof(InvocationFailure))]
[JsonSerializable(typeof(OSSEvent))]
[JsonSerializable(typeof(Outcome))]
[JsonSerializable(typeof(RegisterConfig))]
[JsonSerializable(typeof(RunRecord))]
[JsonSerializable(typeof(TaskInput))]
[JsonSerializable(typeof(UserData))]
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
