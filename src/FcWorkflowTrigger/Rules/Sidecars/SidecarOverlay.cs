using System.Text.Json;
using FcWorkflowTrigger.Rules.Templates;

namespace FcWorkflowTrigger.Rules.Sidecars;

/// <summary>Replaces the rule's texts for the media asset with the sidecar's.</summary>
/// <remarks>Other systems act on the fields of UserData, so an uploader cannot change a field that the rule sets.</remarks>
internal static class SidecarOverlay
{
    public static MediaDescription Apply(MediaDescription rule, SidecarMedia? sidecar) => sidecar is null ? rule : new(
        sidecar.Title is { } title ? MediaTexts.TruncateTitle(title) : rule.Title,
        sidecar.Description is { } description ? MediaTexts.TruncateDescription(description) : rule.Description,
        sidecar.Tags is { } tags ? MediaTexts.JoinTags(tags) : rule.Tags,
        sidecar.CateId ?? rule.CateId,
        sidecar.UserData is { } fields ? MergeUserData(rule.UserData, fields) : rule.UserData);

    private static string? MergeUserData(string? rule, IReadOnlyDictionary<string, string> more)
    {
        var fields = rule is null ? null : JsonSerializer.Deserialize(rule, RulesJson.Compact.DictionaryStringString);
        return MediaTexts.SerializeUserData(fields is null ? more : more.ExceptBy(fields.Keys, field => field.Key).ToDictionary(), fields);
    }
}
