using System.Text;
using System.Text.Json;

namespace FcWorkflowTrigger.Rules.Templates;

/// <summary>Makes a media asset's texts keep to IMS's limits, wherever they come from.</summary>
internal static class MediaTexts
{
    public static string Title(string text) => TextLimit.Cut(text, RuleMedia.MaxTitleBytes);

    public static string Description(string text) => TextLimit.Cut(text, RuleMedia.MaxDescriptionBytes);

    /// <summary>A comma would make two tags of one, and the same tag twice says nothing.</summary>
    /// <returns>Comma separated; null when nothing is left.</returns>
    public static string? Tags(IEnumerable<string> texts)
    {
        var tags = texts
            .Select(tag => TextLimit.Cut(tag.Replace(',', ' '), RuleMedia.MaxTagBytes).Trim())
            .Where(tag => tag.Length > 0)
            .Distinct(StringComparer.Ordinal);
        var joined = string.Join(',', tags);
        return joined.Length > 0 ? joined : null;
    }

    /// <summary>The limit is on the JSON text, whose escapes no one counts beforehand: values are halved until it keeps to it.</summary>
    /// <returns>JSON; null for no fields.</returns>
    public static string? UserData(IReadOnlyDictionary<string, string> fields)
    {
        if (fields.Count == 0)
        {
            return null;
        }

        for (var most = RuleMedia.MaxUserDataBytes; ; most /= 2)
        {
            var cut = fields.ToDictionary(field => field.Key, field => TextLimit.Cut(field.Value, most));
            var json = JsonSerializer.Serialize(cut, TriggerJson.Compact.DictionaryStringString);

            if (most == 0 || Encoding.UTF8.GetByteCount(json) <= RuleMedia.MaxUserDataBytes)
            {
                return json;
            }
        }
    }
}
