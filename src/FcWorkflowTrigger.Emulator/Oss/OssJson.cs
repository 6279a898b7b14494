using System.Text.Json.Serialization;

namespace FcWorkflowTrigger.Emulator.Oss;

/// <summary>How objects lie in the data folder.</summary>
[JsonSerializable(typeof(StoredObject))]
internal sealed partial class OssJson : JsonSerializerContext;
