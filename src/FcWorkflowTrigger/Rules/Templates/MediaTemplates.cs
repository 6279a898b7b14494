namespace FcWorkflowTrigger.Rules.Templates;

/// <summary>A rule's texts for the media asset.</summary>
internal sealed class MediaTemplates(RuleMedia media, PatternCompiler patterns)
{
    private readonly Template _title = patterns.CompileTemplate(media.Title);
    private readonly Template? _description = media.Description is { } text ? patterns.CompileTemplate(text) : null;
    private readonly Template[] _tags = [.. (media.Tags ?? []).Select(patterns.CompileTemplate)];
    private readonly KeyValuePair<string, Template>[] _userData =
        [.. (media.UserData ?? new Dictionary<string, string>()).Select(field => KeyValuePair.Create(field.Key, patterns.CompileTemplate(field.Value)))];

    public bool NeedsMeta => All.Any(template => template.NeedsMeta);

    private IEnumerable<Template> All =>
        [_title, .. _tags, .. _userData.Select(pair => pair.Value), .. _description is null ? Array.Empty<Template>() : [_description]];

    public MediaDescription Describe(EvaluationContext context) => new(
        MediaTexts.TruncateTitle(_title.Fill(context)),
        _description is null ? null : MediaTexts.TruncateDescription(_description.Fill(context)),
        _tags.Length == 0 ? null : MediaTexts.JoinTags(_tags.Select(tag => tag.Fill(context))),
        media.CateId,
        _userData.Length == 0 ? null : MediaTexts.SerializeUserData(_userData.ToDictionary(field => field.Key, field => field.Value.Fill(context))));
}
