using System.Text.Json;
using System.Text.Json.Serialization;
using FcWorkflowTrigger.Formats;
using FcWorkflowTrigger.Rules.Loading;
using FcWorkflowTrigger.Rules.Sidecars;

namespace FcWorkflowTrigger.Rules;

/// <summary>People write rules and sidecars: comments and trailing commas are allowed; a misspelt field, and a field written twice, is refused.</summary>
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(RuleFile))]
[JsonSerializable(typeof(Sidecar))]
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    AllowDuplicateProperties = false,
    AllowTrailingCommas = true,
    GenerationMode = JsonSourceGenerationMode.Metadata,
    NumberHandling = JsonNumberHandling.Strict,
    PropertyNameCaseInsensitive = false,
    ReadCommentHandling = JsonCommentHandling.Skip,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
internal sealed partial class RulesJson : JsonSerializerContext
{
    /// <inheritdoc cref="CompactJson"/>
    public static RulesJson Compact => field ??= new(CompactJson.From(Default.Options));
}
