using System.Text.Json;
using System.Text.Json.Serialization;
using FcWorkflowTrigger.Rules.Sidecars;

namespace FcWorkflowTrigger.Rules.Loading;

/// <summary>Rules and sidecars are written by people: comments and trailing commas are theirs to use, a misspelt field is refused.</summary>
[JsonSerializable(typeof(RuleFile))]
[JsonSerializable(typeof(Sidecar))]
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    AllowTrailingCommas = true,
    GenerationMode = JsonSourceGenerationMode.Metadata,
    NumberHandling = JsonNumberHandling.Strict,
    PropertyNameCaseInsensitive = false,
    ReadCommentHandling = JsonCommentHandling.Skip,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
internal sealed partial class RulesJson : JsonSerializerContext;
