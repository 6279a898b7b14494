using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
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
    /// <summary>For texts with a limit in bytes that no HTML page shows: <c>&amp;</c> and Han characters are written without escapes.</summary>
    public static RulesJson Compact => field ??= new(new(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
