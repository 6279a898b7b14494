using System.Text.Json.Serialization;
using FcWorkflowTrigger.Emulator.Fc.Async;

namespace FcWorkflowTrigger.Emulator.Fc;

/// <summary>The JSON of accepted events in the data folder.</summary>
[JsonSerializable(typeof(AsyncEvent))]
[JsonSourceGenerationOptions(RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
internal sealed partial class FcJson : JsonSerializerContext;
