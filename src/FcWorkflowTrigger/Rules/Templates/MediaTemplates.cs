using System.Text;
using System.Text.Json;
using FcWorkflowTrigger.Rules.Conditions;

namespace FcWorkflowTrigger.Rules.Templates;

/// <summary>A rule's texts for the media asset, compiled once.</summary>
internal sealed class MediaTemplates(RuleMedia media)
{
    private readonly Template _title = Template.Parse(media.Title);
    private readonly Template? _description = media.Description is { } text ? Template.Parse(text) : null;
    private readonly Template[] _tags = [.. (media.Tags ?? []).Select(Template.Parse)];
    private readonly KeyValuePair<string, Template>[] _userData =
        [.. (media.UserData ?? new Dictionary<string, string>()).Select(field => KeyValuePair.Create(field.Key, Template.Parse(field.Value)))];

    public bool NeedsMeta => All.Any(template => template.NeedsMeta);

    private IEnumerable<Template> All =>
        [_title, .. _tags, .. _userData.Select(pair => pair.Value), .. _description is null ? Array.Empty<Template>() : [_description]];

    public MediaDescription Describe(Question question) => new(
        TextLimit.Cut(_title.Fill(question), RuleMedia.MaxTitleBytes),
        _description is null ? null : TextLimit.Cut(_description.Fill(question), RuleMedia.MaxDescriptionBytes),
        _tags.Length == 0 ? null : Tags(question),
        media.CateId,
        UserData(question));

    // A comma would make two tags of one, and the same tag twice says nothing.
    private string? Tags(Question question)
    {
        var tags = _tags
            .Select(tag => TextLimit.Cut(tag.Fill(question).Replace(',', ' '), RuleMedia.MaxTagBytes).Trim())
            .Where(tag => tag.Length > 0)
            .Distinct(StringComparer.Ordinal);
        var joined = string.Join(',', tags);
        return joined.Length > 0 ? joined : null;
    }

    // The limit is on the JSON text, whose escapes no one counts beforehand: values are halved until it keeps to it.
    private string? UserData(Question question)
    {
        if (_userData.Length == 0)
        {
            return null;
        }

        var values = _userData.Select(field => KeyValuePair.Create(field.Key, field.Value.Fill(question))).ToArray();

        for (var most = RuleMedia.MaxUserDataBytes; ; most /= 2)
        {
            var cut = values.ToDictionary(field => field.Key, field => TextLimit.Cut(field.Value, most));
            var json = JsonSerializer.Serialize(cut, TriggerJson.Compact.DictionaryStringString);

            if (most == 0 || Encoding.UTF8.GetByteCount(json) <= RuleMedia.MaxUserDataBytes)
            {
                return json;
            }
        }
    }
}
