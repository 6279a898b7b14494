using System.Text.Json.Serialization;
using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Oss;

/// <summary>The JSON of buckets, objects and open uploads in the data folder.</summary>
[JsonSerializable(typeof(StoredBucket))]
[JsonSerializable(typeof(StoredObject))]
[JsonSerializable(typeof(StoredPart))]
[JsonSerializable(typeof(StoredUpload))]
[JsonSerializable(typeof(ObjectCreated))]
[JsonSourceGenerationOptions(IgnoreReadOnlyProperties = true, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
internal sealed partial class OssJson : JsonSerializerContext;
