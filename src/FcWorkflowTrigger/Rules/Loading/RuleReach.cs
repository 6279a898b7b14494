using System.Text;
using System.Text.Json;
using FcWorkflowTrigger.Rules.Content;
using FcWorkflowTrigger.Rules.Globs;

namespace FcWorkflowTrigger.Rules.Loading;

/// <summary>What can be proved about the uploads that a rule's conditions match. What cannot be proved is not reported.</summary>
/// <remarks>The conditions are those of the match and of each <c>all</c> in it: all of them must hold.</remarks>
internal sealed class RuleReach
{
    // OSS documentation, "Object naming conventions".
    private const int MaxKeyBytes = 1023;

    private readonly IReadOnlyList<Part> _parts;

    private RuleReach(IReadOnlyList<Part> parts) => _parts = parts;

    /// <param name="match">Valid conditions.</param>
    public static RuleReach From(RuleMatch match) => new([.. Flatten(match, "match")]);

    /// <summary>Why no upload can meet the conditions; null when that cannot be proved.</summary>
    public RuleProblem? FindContradiction() =>
        _parts.Select(FindOwnContradiction).FirstOrDefault(problem => problem is not null)
        ?? _parts.SelectMany((first, index) => _parts.Skip(index).Select(second => FindContradiction(first, second) ?? FindContradiction(second, first)))
            .FirstOrDefault(problem => problem is not null)
        ?? _parts.Select(FindContradictionOfNot).FirstOrDefault(problem => problem is not null)
        ?? _parts.Select(FindContradictionOfAny).FirstOrDefault(problem => problem is not null);

    /// <summary>True when every upload that meets these conditions meets the other ones too.</summary>
    public bool Implies(RuleMatch other) =>
        (other.Prefix.Length == 0 || StartsWith(other.Prefix))
        && IsSubset(part => part.Match.Buckets, other.Buckets)
        && (other.Suffixes is null || _parts.Any(part => EachEnd(part, end => EndsWithAny(end, other.Suffixes))))
        && other.MinBytes <= Math.Max(_parts.Max(part => part.Match.MinBytes), 1)
        && (other.MaxBytes is null || _parts.Any(part => part.Match.MaxBytes <= other.MaxBytes))
        && IsSubset(part => part.Match.Globs, other.Globs)
        && (other.Regex is null || _parts.Any(part => part.Match.Regex == other.Regex))
        && IsSubset(part => part.Match.Events, other.Events)
        && IsSubset(part => part.Match.Kinds, other.Kinds)
        && IsSubset(part => part.Match.ContentTypes, other.ContentTypes)
        && IsSubset(part => part.Match.StorageClasses, other.StorageClasses)
        && HasPairs(part => part.Match.Meta, other.Meta)
        && HasPairs(part => part.Match.Tags, other.Tags)
        && (other.Not is null || _parts.Any(part => part.Match.Not is { } not && Text(not) == Text(other.Not)))
        && (other.Any is null || other.Any.Any(Implies) || _parts.Any(part => part.Match.Any is { } any && any.Select(Text).SequenceEqual(other.Any.Select(Text))))
        && (other.All ?? []).All(Implies);

    /// <summary>True when every key begins with the text.</summary>
    public bool StartsWith(string text) => _parts.Any(part =>
        part.Match.Prefix.StartsWith(text, StringComparison.Ordinal)
        || (part.Globs is { } globs && globs.All(glob => glob.LiteralStart.StartsWith(text, StringComparison.Ordinal))));

    /// <summary>True when every upload is in the bucket.</summary>
    public bool IsInBucket(string bucket) => IsSubset(part => part.Match.Buckets, [bucket]);

    /// <summary>True when an upload may be in the bucket.</summary>
    public bool MayBeInBucket(string bucket) => _parts.All(part => part.Match.Buckets?.Contains(bucket, StringComparer.Ordinal) ?? true);

    private static IEnumerable<Part> Flatten(RuleMatch match, string field) =>
        (match.All ?? []).SelectMany((part, index) => Flatten(part, $"{field}.all[{index}]")).Prepend(new(match, field));

    private static RuleProblem? FindOwnContradiction(Part part) =>
        IsNoStart(part.Match.Prefix) ? new($"{part.Field}.prefix", $"is '{part.Match.Prefix}', and no key of OSS begins with '{part.Match.Prefix[0]}'.")
        : Encoding.UTF8.GetByteCount(part.Match.Prefix) > MaxKeyBytes ? new($"{part.Field}.prefix", $"is longer than any key of OSS ({MaxKeyBytes} bytes).")
        : part.Globs is { } starts && starts.All(glob => IsNoStart(glob.LiteralStart)) ? new($"{part.Field}.globs", "begins with a character that no key of OSS begins with.")
        : part.Match.Regex is { } regex && IsTiedToSlash(regex) ? new($"{part.Field}.regex", "is tied to a '/' at the start, and no key of OSS begins with '/'.")
        : part.Match.Suffixes is { } suffixes && suffixes.All(IsFolder) ? new($"{part.Field}.suffixes", "matches only keys that end in '/': folder placeholders, which start nothing.")
        : part.Globs is { } ends && ends.All(glob => IsFolder(glob.LiteralEnd)) ? new($"{part.Field}.globs", "matches only keys that end in '/': folder placeholders, which start nothing.")
        : null;

    private static RuleProblem? FindContradiction(Part first, Part second) =>
        !IsSameStart(first.Match.Prefix, second.Match.Prefix)
            ? new($"{second.Field}.prefix", $"is '{second.Match.Prefix}', and {first.Field}.prefix is '{first.Match.Prefix}': no key begins with both.")
        : second.Globs is { } globs && globs.All(glob => !IsSameStart(glob.LiteralStart, first.Match.Prefix))
            ? new($"{second.Field}.globs", $"matches no key that begins with {first.Field}.prefix '{first.Match.Prefix}'.")
        : second.Globs is { } ends && first.Match.Suffixes is { } suffixes && ends.All(glob => suffixes.All(suffix => !IsSameEnd(glob.LiteralEnd, suffix)))
            ? new($"{second.Field}.globs", $"matches no key that ends as {first.Field}.suffixes requires.")
        : first.Match.Suffixes is { } some && second.Match.Suffixes is { } others && some.All(one => others.All(other => !IsSameEnd(one, other)))
            ? new($"{second.Field}.suffixes", $"matches no key that ends as {first.Field}.suffixes requires.")
        : first.Globs is { } these && second.Globs is { } those && these.All(one => those.All(other => !IsSameStart(one.LiteralStart, other.LiteralStart) || !IsSameEnd(one.LiteralEnd, other.LiteralEnd, StringComparison.Ordinal)))
            ? new($"{second.Field}.globs", $"matches no key that {first.Field}.globs matches.")
        : second.Match.Kinds is { } kinds && EachEnd(first, end => IsOfOtherKind(end, MediaKindNames.Parse(kinds)))
            ? new($"{second.Field}.kinds", $"matches no key that ends as {first.Field} requires: that extension is of another kind.")
        : AreDisjoint(first.Match.Buckets, second.Match.Buckets)
            ? new($"{second.Field}.buckets", $"has no bucket of {first.Field}.buckets.")
        : AreDisjoint(first.Match.Events, second.Match.Events)
            ? new($"{second.Field}.events", $"has no event of {first.Field}.events.")
        : first.Match.MinBytes > second.Match.MaxBytes
            ? new($"{second.Field}.maxBytes", $"is below {first.Field}.minBytes.")
        : null;

    private RuleProblem? FindContradictionOfNot(Part part) => part.Match.Not is { } not && Implies(not)
        ? new($"{part.Field}.not", "holds for every upload that the rest of the rule matches.")
        : null;

    private RuleProblem? FindContradictionOfAny(Part part)
    {
        if (part.Match.Any is not { } any)
        {
            return null;
        }

        // Without the list itself, so that the recursion ends.
        var rest = _parts.Select(other => other == part ? part with { Match = part.Match with { Any = null } } : other);
        var reasons = any.Select((match, index) => new RuleReach([.. rest, .. Flatten(match, $"{part.Field}.any[{index}]")]).FindContradiction()).ToArray();
        return reasons.All(reason => reason is not null) ? new($"{part.Field}.any", $"has no entry that can match. The first: field {reasons[0]!.Field} {reasons[0]!.Problem}") : null;
    }

    private bool IsSubset(Func<Part, IReadOnlyList<string>?> values, IReadOnlyList<string>? others) =>
        others is null || _parts.Any(part => values(part) is { } own && own.All(value => others.Contains(value, StringComparer.Ordinal)));

    private bool HasPairs(Func<Part, IReadOnlyDictionary<string, string>?> pairs, IReadOnlyDictionary<string, string>? others) =>
        (others ?? new Dictionary<string, string>()).All(other => _parts.Any(part => pairs(part)?.GetValueOrDefault(other.Key) == other.Value));

    /// <summary>True when the part says how keys end, and each end has the property.</summary>
    private static bool EachEnd(Part part, Func<string, bool> hasProperty) =>
        (part.Match.Suffixes is { } suffixes && suffixes.All(hasProperty)) || (part.Globs is { } globs && globs.All(glob => hasProperty(glob.LiteralEnd)));

    // The extension is known when the end has a dot, or a slash after which there is none.
    private static bool IsOfOtherKind(string end, MediaKinds kinds) => end.AsSpan().IndexOfAny('.', '/') >= 0 && (MediaKindNames.FromKey(end) & kinds) == MediaKinds.None;

    private static bool IsNoStart(string text) => text is ['/' or '\\', ..];

    private static bool IsFolder(string end) => end.EndsWith('/');

    private static bool IsTiedToSlash(string regex) =>
        !regex.Contains('|') && (regex.StartsWith("^/", StringComparison.Ordinal) ? regex[2..] : regex.StartsWith(@"^\/", StringComparison.Ordinal) ? regex[3..] : "?") is not ['?' or '*' or '{', ..];

    private static bool IsSameStart(string one, string other) => one.StartsWith(other, StringComparison.Ordinal) || other.StartsWith(one, StringComparison.Ordinal);

    private static bool IsSameEnd(string one, string other, StringComparison comparison = StringComparison.OrdinalIgnoreCase) => one.EndsWith(other, comparison) || other.EndsWith(one, comparison);

    private static bool EndsWithAny(string end, IReadOnlyList<string> suffixes) => suffixes.Any(suffix => end.EndsWith(suffix, StringComparison.OrdinalIgnoreCase));

    private static bool AreDisjoint(IReadOnlyList<string>? some, IReadOnlyList<string>? others) =>
        some is not null && others is not null && !some.Intersect(others, StringComparer.Ordinal).Any();

    private static string Text(RuleMatch match) => JsonSerializer.Serialize(match, RulesJson.Default.RuleMatch);

    private sealed record Part(RuleMatch Match, string Field)
    {
        public Glob[]? Globs => field ??= Match.Globs?.SelectMany(Glob.Parse).ToArray();
    }
}
