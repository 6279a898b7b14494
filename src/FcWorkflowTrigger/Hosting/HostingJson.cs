using System.Text.Json;
using System.Text.Json.Serialization;

namespace FcWorkflowTrigger.Hosting;

/// <summary>What callers are answered when they are refused.</summary>
[JsonSerializable(typeof(ErrorReply))]
[JsonSerializable(typeof(InvocationFailure))]
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
internal sealed partial class HostingJson : JsonSerializerContext;
