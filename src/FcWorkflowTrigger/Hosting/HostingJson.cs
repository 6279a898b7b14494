using System.Text.Json;
using System.Text.Json.Serialization;

namespace FcWorkflowTrigger.Hosting;

/// <summary>The JSON types of refusals and failures.</summary>
[JsonSerializable(typeof(ErrorReply))]
[JsonSerializable(typeof(InvocationFailure))]
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
internal sealed partial class HostingJson : JsonSerializerContext;
