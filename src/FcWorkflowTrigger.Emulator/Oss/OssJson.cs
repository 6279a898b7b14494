using System.Text.Json.Serialization;

namespace FcWorkflowTrigger.Emulator.Oss;

/// <summary>How buckets, objects and uploads under way lie in the data folder.</summary>
[JsonSerializable(typeof(StoredBucket))]
[JsonSerializable(typeof(StoredObject))]
[JsonSerializable(typeof(StoredPart))]
[JsonSerializable(typeof(StoredUpload))]
[JsonSourceGenerationOptions(IgnoreReadOnlyProperties = true)]
internal sealed partial class OssJson : JsonSerializerContext;
