using System.Text.Json.Serialization;

namespace FcWorkflowTrigger.Emulator.Oss;

/// <summary>The JSON of buckets, objects and open uploads in the data folder.</summary>
[JsonSerializable(typeof(StoredBucket))]
[JsonSerializable(typeof(StoredObject))]
[JsonSerializable(typeof(StoredPart))]
[JsonSerializable(typeof(StoredUpload))]
[JsonSourceGenerationOptions(IgnoreReadOnlyProperties = true)]
internal sealed partial class OssJson : JsonSerializerContext;
