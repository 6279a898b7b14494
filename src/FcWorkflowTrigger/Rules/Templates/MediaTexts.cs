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
        var tags = new List<string>();

        foreach (var text in texts)
        {
            var tag = TextLimit.Cut(text.Replace(',', ' '), RuleMedia.MaxTagBytes).Trim();

            if (tag.Length > 0 && !tags.Contains(tag))
            {
                tags.Add(tag);
            }
        }

        return tags.Count > 0 ? string.Join(',', tags) : null;
    }

    /// <summary>The limit is on the JSON text, whose escapes no one counts beforehand: values are halved until it keeps to it.</summary>
    /// <param name="beside">Fields of other names that are not cut; they keep to the limit, and if not even names fit beside them, they stay alone.</param>
    /// <returns>JSON; null for no fields.</returns>
    public static string? UserData(IReadOnlyDictionary<string, string> fields, IReadOnlyDictionary<string, string>? beside = null)
    {
        if (fields.Count == 0 && beside is null)
        {
            return null;
        }

        for (var most = RuleMedia.MaxUserDataBytes; ; most /= 2)
        {
            var cut = fields.Select(field => KeyValuePair.Create(field.Key, TextLimit.Cut(field.Value, most)));
            var json = JsonSerializer.Serialize(new(beside is null ? cut : beside.Concat(cut)), TriggerJson.Compact.DictionaryStringString);

            if (Encoding.UTF8.GetByteCount(json) <= RuleMedia.MaxUserDataBytes)
            {
                return json;
            }

            if (most == 0)
            {
                return beside is null ? json : UserData(beside);
            }
        }
    }
}
