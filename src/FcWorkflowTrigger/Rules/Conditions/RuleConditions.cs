using FcWorkflowTrigger.Rules.Content;
using FcWorkflowTrigger.Rules.Globs;
using FcWorkflowTrigger.Rules.Loading;

namespace FcWorkflowTrigger.Rules.Conditions;

/// <summary>Compiles a rule's conditions, in the order they are asked: cheap ones first, those that need a request last.</summary>
internal static class RuleConditions
{
    private const string Created = "ObjectCreated:";

    /// <exception cref="ArgumentException">A pattern is none; <see cref="RuleCheck"/> has said so before.</exception>
    public static IReadOnlyList<Condition> Compile(RuleMatch match, string field = "match") =>
        [.. OfEvent(match, field), .. OfKey(match, field), .. Combined(match, field), .. OfObject(match, field)];

    private static IEnumerable<Condition> OfEvent(RuleMatch match, string field)
    {
        if (match.Buckets is { } buckets)
        {
            yield return new UploadCondition($"{field}.buckets", List(buckets), asked => buckets.Contains(asked.Upload.Bucket, StringComparer.Ordinal));
        }

        if (match.MinBytes > 0)
        {
            yield return new UploadCondition($"{field}.minBytes", $"at least {match.MinBytes}", asked => asked.Upload.Size >= match.MinBytes);
        }

        if (match.MaxBytes is { } most)
        {
            yield return new UploadCondition($"{field}.maxBytes", $"at most {most}", asked => asked.Upload.Size <= most);
        }

        if (match.Events is { } events)
        {
            var names = events.Select(name => Created + name).ToArray();
            yield return new UploadCondition($"{field}.events", List(events), asked => names.Contains(asked.Upload.EventName, StringComparer.Ordinal));
        }
    }

    private static IEnumerable<Condition> OfKey(RuleMatch match, string field)
    {
        if (match.Prefix.Length > 0)
        {
            yield return new UploadCondition($"{field}.prefix", match.Prefix, asked => asked.Upload.Key.StartsWith(match.Prefix, StringComparison.Ordinal));
        }

        if (match.Suffixes is { } suffixes)
        {
            yield return new UploadCondition($"{field}.suffixes", List(suffixes), asked => EndsInOne(asked.Upload.Key, suffixes));
        }

        if (match.Kinds is { } kinds)
        {
            var wanted = MediaKindNames.Parse(kinds);
            yield return new UploadCondition($"{field}.kinds", List(kinds), asked => (asked.Kinds & wanted) != MediaKinds.None);
        }

        if (match.Globs is { } patterns)
        {
            var globs = patterns.SelectMany(Glob.Parse).ToArray();
            yield return new UploadCondition($"{field}.globs", List(patterns), asked => FitsOne(asked.Upload.Key, globs));
        }

        if (match.Regex is { } regex)
        {
            yield return new KeyRegex($"{field}.regex", regex);
        }
    }

    private static IEnumerable<Condition> Combined(RuleMatch match, string field)
    {
        if (match.Not is { } not)
        {
            yield return new NotOf($"{field}.not", new AllOf($"{field}.not", Compile(not, $"{field}.not")));
        }

        if (match.Any is { } any)
        {
            yield return new AnyOf($"{field}.any", [.. any.Select((part, index) => Nested(part, $"{field}.any[{index}]"))]);
        }

        foreach (var part in (match.All ?? []).Select((part, index) => Nested(part, $"{field}.all[{index}]")))
        {
            yield return part;
        }
    }

    private static IEnumerable<Condition> OfObject(RuleMatch match, string field)
    {
        if (match.ContentTypes is { } types)
        {
            var patterns = types.Select(type => new Wildcard(type, StringComparison.OrdinalIgnoreCase)).ToArray();
            yield return new ContentTypeCondition($"{field}.contentTypes", List(types), type => patterns.Any(pattern => pattern.Fits(type)));
        }

        if (match.StorageClasses is { } classes)
        {
            yield return new FactCondition($"{field}.storageClasses", List(classes), FactNeeds.Object,
                asked => classes.Contains(asked.Facts.Object!.StorageClass, StringComparer.Ordinal));
        }

        foreach (var (name, pattern) in match.Meta ?? Nothing)
        {
            yield return Pair($"{field}.meta.{name}", pattern, FactNeeds.Object, asked => asked.Meta.GetValueOrDefault(name));
        }

        foreach (var (name, pattern) in match.Tags ?? Nothing)
        {
            yield return Pair($"{field}.tags.{name}", pattern, FactNeeds.Object | FactNeeds.Tags, asked => asked.Facts.Tags!.GetValueOrDefault(name));
        }
    }

    private static IReadOnlyDictionary<string, string> Nothing { get; } = new Dictionary<string, string>();

    private static FactCondition Pair(string field, string pattern, FactNeeds needs, Func<EvaluationContext, string?> value)
    {
        var wildcard = new Wildcard(pattern, StringComparison.Ordinal);
        return new(field, pattern, needs, asked => value(asked) is { } text && wildcard.Fits(text));
    }

    private static AllOf Nested(RuleMatch match, string field) => new(field, Compile(match, field));

    private static string List(IReadOnlyList<string> values) => string.Join(", ", values);

    private static bool EndsInOne(string key, IReadOnlyList<string> suffixes)
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

    private static bool FitsOne(string key, Glob[] globs)
    {
        foreach (var glob in globs)
        {
            if (glob.Fits(key))
            {
                return true;
            }
        }

        return false;
    }
}
