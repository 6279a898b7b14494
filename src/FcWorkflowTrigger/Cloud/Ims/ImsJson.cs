using System.Text.Json.Serialization;
using FcWorkflowTrigger.Cloud.Ims.Models;

namespace FcWorkflowTrigger.Cloud.Ims;

/// <summary>IMS's replies, under IMS's own names; what is not listed is ignored. Only read, never written.</summary>
[JsonSerializable(typeof(GetMediaInfoResponse))]
[JsonSerializable(typeof(GetWorkflowTaskResponse))]
[JsonSerializable(typeof(ImsError))]
[JsonSerializable(typeof(ListWorkflowTasksResponse))]
[JsonSerializable(typeof(RegisterMediaInfoResponse))]
[JsonSerializable(typeof(StartWorkflowResponse))]
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    PropertyNameCaseInsensitive = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
internal sealed partial class ImsJson : JsonSerializerContext;
