using FcWorkflowTrigger.Rules.Content;
using FcWorkflowTrigger.Rules.Globs;
using FcWorkflowTrigger.Rules.Loading;

namespace FcWorkflowTrigger.Rules.Conditions;

/// <summary>Compiles a rule's conditions in the order of evaluation: cheap conditions first, conditions that need a request last.</summary>
internal sealed class RuleConditions(PatternCompiler patterns)
{
    /// <exception cref="ArgumentException">A pattern is not valid; <see cref="RuleFileValidator"/> reports it with its line.</exception>
    public IReadOnlyList<Condition> Compile(RuleMatch match) => Compile(match, "match", []);

    /// <param name="named">The events that only rules take that name them, as far as the conditions around these name; null when the conditions around these have decided about them.</param>
    private IReadOnlyList<Condition> Compile(RuleMatch match, string field, IReadOnlyList<string>? named)
    {
        // What one alternative names, another does not take: then each alternative decides for itself.
        var alternativesDecide = named is not null && (match.Any ?? []).Any(part => NamedEvents.NamedBy(part).Any());
        IReadOnlyList<string>? known = named is null ? null : [.. named, .. NamedEvents.NamedBy(match with { Any = null })];

        return
        [
            .. known is null || alternativesDecide || match.Events is not null ? [] : CompileNamedEvents(field, known),
            .. CompileEventConditions(match, field),
            .. CompileKeyConditions(match, field),
            .. CompileComposites(match, field, alternativesDecide ? known : null),
            .. CompileObjectConditions(match, field),
        ];
    }

    private static IEnumerable<Condition> CompileNamedEvents(string field, IReadOnlyList<string> named) =>
    [
        new UploadCondition($"{field}.events", "an upload that is finished, or an event that the rule names", context =>
            context.NamedEvent is not { } name || named.Contains(name, StringComparer.Ordinal)),
    ];

    private static IEnumerable<Condition> CompileEventConditions(RuleMatch match, string field)
    {
        if (match.Buckets is { } buckets)
        {
            yield return new UploadCondition($"{field}.buckets", Join(buckets), context => buckets.Contains(context.Upload.Bucket, StringComparer.Ordinal));
        }

        if (match.MinBytes > 0)
        {
            yield return new UploadCondition($"{field}.minBytes", $"at least {match.MinBytes}", context => context.Upload.Size >= match.MinBytes);
        }

        if (match.MaxBytes is { } maxBytes)
        {
            yield return new UploadCondition($"{field}.maxBytes", $"at most {maxBytes}", context => context.Upload.Size <= maxBytes);
        }

        if (match.Events is { } events)
        {
            var names = events.Select(NamedEvents.FullName).ToArray();
            yield return new UploadCondition($"{field}.events", Join(events), context => names.Contains(context.Upload.EventName, StringComparer.Ordinal));
        }
    }

    private IEnumerable<Condition> CompileKeyConditions(RuleMatch match, string field)
    {
        if (match.Prefix.Length > 0)
        {
            yield return new UploadCondition($"{field}.prefix", match.Prefix, context => context.Upload.Key.StartsWith(match.Prefix, StringComparison.Ordinal));
        }

        if (match.Suffixes is { } suffixes)
        {
            yield return new UploadCondition($"{field}.suffixes", Join(suffixes), context => EndsWithAny(context.Upload.Key, suffixes));
        }

        if (match.Kinds is { } kinds)
        {
            var wanted = MediaKindNames.Parse(kinds);
            yield return new UploadCondition($"{field}.kinds", Join(kinds), context => (context.Kinds & wanted) != MediaKinds.None);
        }

        if (match.Globs is { } texts)
        {
            var globs = texts.SelectMany(patterns.CompileGlob).ToArray();
            yield return new UploadCondition($"{field}.globs", Join(texts), context => MatchesAny(context.Upload.Key, globs));
        }

        if (match.Regex is { } regex)
        {
            yield return new KeyRegex($"{field}.regex", patterns.CompileRegex(regex));
        }
    }

    private IEnumerable<Condition> CompileComposites(RuleMatch match, string field, IReadOnlyList<string>? namedForAny)
    {
        if (match.Not is { } not)
        {
            yield return new NotCondition($"{field}.not", new AllOfCondition($"{field}.not", Compile(not, $"{field}.not", named: null)));
        }

        if (match.Any is { } any)
        {
            yield return new AnyOfCondition($"{field}.any", [.. any.Select((part, index) => CompileNested(part, $"{field}.any[{index}]", namedForAny))]);
        }

        foreach (var part in (match.All ?? []).Select((part, index) => CompileNested(part, $"{field}.all[{index}]", named: null)))
        {
            yield return part;
        }
    }

    private static IEnumerable<Condition> CompileObjectConditions(RuleMatch match, string field)
    {
        if (match.ContentTypes is { } types)
        {
            var wildcards = types.Select(type => new Wildcard(type, StringComparison.OrdinalIgnoreCase)).ToArray();
            yield return new ContentTypeCondition($"{field}.contentTypes", Join(types), type => wildcards.Any(wildcard => wildcard.IsMatch(type)));
        }

        if (match.StorageClasses is { } classes)
        {
            yield return new FactCondition($"{field}.storageClasses", Join(classes), FactNeeds.Object,
                context => classes.Contains(context.Facts.Object!.StorageClass, StringComparer.Ordinal));
        }

        foreach (var (name, pattern) in match.Meta ?? NoPairs)
        {
            yield return CompilePair($"{field}.meta.{name}", pattern, FactNeeds.Object, context => context.Meta.GetValueOrDefault(name));
        }

        foreach (var (name, pattern) in match.Tags ?? NoPairs)
        {
            yield return CompilePair($"{field}.tags.{name}", pattern, FactNeeds.Object | FactNeeds.Tags, context => context.Facts.Tags!.GetValueOrDefault(name));
        }
    }

    private static IReadOnlyDictionary<string, string> NoPairs { get; } = new Dictionary<string, string>();

    private static FactCondition CompilePair(string field, string pattern, FactNeeds needs, Func<EvaluationContext, string?> value)
    {
        var wildcard = new Wildcard(pattern, StringComparison.Ordinal);
        return new(field, pattern, needs, context => value(context) is { } text && wildcard.IsMatch(text));
    }

    private AllOfCondition CompileNested(RuleMatch match, string field, IReadOnlyList<string>? named) => new(field, Compile(match, field, named));

    private static string Join(IReadOnlyList<string> values) => string.Join(", ", values);

    private static bool EndsWithAny(string key, IReadOnlyList<string> suffixes)
    {
        for (var index = 0; index < suffixes.Count; index++)
        {
            if (key.EndsWith(suffixes[index], StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static bool MatchesAny(string key, Glob[] globs)
    {
        foreach (var glob in globs)
        {
            if (glob.IsMatch(key))
            {
                return true;
            }
        }

        return false;
    }
}
