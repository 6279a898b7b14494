using System.Text;
using System.Text.Json;

namespace FcWorkflowTrigger.Rules.Templates;

/// <summary>Keeps a media asset's texts within IMS's limits. The texts come from a rule or from a sidecar.</summary>
internal static class MediaTexts
{
    public static string TruncateTitle(string text) => TextLimit.Truncate(text, RuleMedia.MaxTitleBytes);

    public static string TruncateDescription(string text) => TextLimit.Truncate(text, RuleMedia.MaxDescriptionBytes);

    /// <summary>A comma in a tag becomes a space, because IMS separates tags by commas. A repeated tag is left out.</summary>
    /// <returns>Comma separated; null when no tag is left.</returns>
    public static string? JoinTags(IEnumerable<string> texts)
    {
        var tags = new List<string>();

        foreach (var text in texts)
        {
            var tag = TextLimit.Truncate(text.Replace(',', ' '), RuleMedia.MaxTagBytes).Trim();

            if (tag.Length > 0 && !tags.Contains(tag))
            {
                tags.Add(tag);
            }
        }

        return tags.Count > 0 ? string.Join(',', tags) : null;
    }

    /// <summary>The limit is on the JSON text with its escapes, so the length of the values is halved until the text is within the limit.</summary>
    /// <param name="beside">Fields with other names, within the limit, that are not cut. If not even the names of <paramref name="fields"/> have room beside them, they stay alone.</param>
    /// <returns>JSON; null for no fields.</returns>
    public static string? SerializeUserData(IReadOnlyDictionary<string, string> fields, IReadOnlyDictionary<string, string>? beside = null)
    {
        if (fields.Count == 0 && beside is null)
        {
            return null;
        }

        for (var maxBytes = RuleMedia.MaxUserDataBytes; ; maxBytes /= 2)
        {
            var truncated = fields.Select(field => KeyValuePair.Create(field.Key, TextLimit.Truncate(field.Value, maxBytes)));
            var json = JsonSerializer.Serialize(new(beside is null ? truncated : beside.Concat(truncated)), RulesJson.Compact.DictionaryStringString);

            if (Encoding.UTF8.GetByteCount(json) <= RuleMedia.MaxUserDataBytes)
            {
                return json;
            }

            if (maxBytes == 0)
            {
                return beside is null ? json : SerializeUserData(beside);
            }
        }
    }
}
