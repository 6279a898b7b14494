using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace FcWorkflowTrigger.Emulator.Ims;

/// <summary>The JSON of IMS's state in the data folder, and of its requests and replies.</summary>
[JsonSerializable(typeof(EventCallback))]
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(MediaAsset))]
[JsonSerializable(typeof(WorkflowTask))]
[JsonSourceGenerationOptions(RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
internal sealed partial class ImsJson : JsonSerializerContext;
