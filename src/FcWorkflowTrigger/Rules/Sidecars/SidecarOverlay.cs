using System.Text.Json;
using FcWorkflowTrigger.Rules.Templates;

namespace FcWorkflowTrigger.Rules.Sidecars;

/// <summary>Lays a sidecar's texts over what the rule says of the media asset.</summary>
/// <remarks>Other systems act on the fields of UserData: those the operator has set in the rule are not for an uploader to change.</remarks>
internal static class SidecarOverlay
{
    public static MediaDescription Over(MediaDescription rule, SidecarMedia? sidecar) => sidecar is null ? rule : new(
        sidecar.Title is { } title ? MediaTexts.Title(title) : rule.Title,
        sidecar.Description is { } description ? MediaTexts.Description(description) : rule.Description,
        sidecar.Tags is { } tags ? MediaTexts.Tags(tags) : rule.Tags,
        sidecar.CateId ?? rule.CateId,
        sidecar.UserData is { } fields ? UserData(rule.UserData, fields) : rule.UserData);

    private static string? UserData(string? rule, IReadOnlyDictionary<string, string> more)
    {
        var fields = rule is null ? null : JsonSerializer.Deserialize(rule, TriggerJson.Compact.DictionaryStringString);
        return MediaTexts.UserData(fields is null ? more : more.ExceptBy(fields.Keys, field => field.Key).ToDictionary(), fields);
    }
}
