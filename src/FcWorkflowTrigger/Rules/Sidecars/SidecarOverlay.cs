using System.Text.Json;
using FcWorkflowTrigger.Rules.Templates;

namespace FcWorkflowTrigger.Rules.Sidecars;

/// <summary>Lays a sidecar's texts over what the rule says of the media asset.</summary>
internal static class SidecarOverlay
{
    public static MediaDescription Over(MediaDescription rule, SidecarMedia? sidecar) => sidecar is null ? rule : new(
        sidecar.Title is { } title ? MediaTexts.Title(title) : rule.Title,
        sidecar.Description is { } description ? MediaTexts.Description(description) : rule.Description,
        sidecar.Tags is { } tags ? MediaTexts.Tags(tags) : rule.Tags,
        sidecar.CateId ?? rule.CateId,
        sidecar.UserData is { } fields ? UserData(rule.UserData, fields) : rule.UserData);

    private static string? UserData(string? rule, IReadOnlyDictionary<string, string> over)
    {
        var fields = rule is null ? [] : JsonSerializer.Deserialize(rule, TriggerJson.Compact.DictionaryStringString) ?? [];

        foreach (var (name, value) in over)
        {
            fields[name] = value;
        }

        return MediaTexts.UserData(fields);
    }
}
