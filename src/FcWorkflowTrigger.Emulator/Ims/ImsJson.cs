using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace FcWorkflowTrigger.Emulator.Ims;

/// <summary>How IMS's state lies in the data folder, and the free-form JSON of its wire.</summary>
[JsonSerializable(typeof(EventCallback))]
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(MediaAsset))]
[JsonSerializable(typeof(WorkflowTask))]
internal sealed partial class ImsJson : JsonSerializerContext;
