using FcWorkflowTrigger.Rules.Conditions;
using FcWorkflowTrigger.Rules.Globs;

namespace FcWorkflowTrigger.Rules.Loading;

/// <summary>What conditions must keep to beyond their shape.</summary>
internal static class MatchCheck
{
    public static IEnumerable<RuleProblem> Check(RuleMatch match, string field) =>
    [
        .. FieldCheck.For($"{field}.minBytes").Require(match.MinBytes >= 0, "is negative."),
        .. FieldCheck.For($"{field}.maxBytes").Require(
            match.MaxBytes is null || match.MaxBytes >= Math.Max(match.MinBytes, 1), "leaves no size that fits."),
        .. FieldCheck.For($"{field}.buckets").Require(match.Buckets?.All(bucket => bucket.Length > 0) ?? true, "holds an empty name.").Texts(match.Buckets),
        .. FieldCheck.For($"{field}.suffixes").Texts(match.Suffixes),
        .. FieldCheck.For($"{field}.events").EachOf(match.Events, RuleChoices.Events),
        .. FieldCheck.For($"{field}.kinds").EachOf(match.Kinds, RuleChoices.Kinds),
        .. FieldCheck.For($"{field}.contentTypes").Texts(match.ContentTypes),
        .. FieldCheck.For($"{field}.storageClasses").EachOf(match.StorageClasses, RuleChoices.StorageClasses),
        .. FieldCheck.For($"{field}.globs").Texts(match.Globs).Parses(() => match.Globs?.ToList().ForEach(glob => Glob.Parse(glob))),
        .. FieldCheck.For($"{field}.regex")
            .Require(match.Regex is null or { Length: > 0 and <= KeyRegex.MaxLength }, $"must be 1 to {KeyRegex.MaxLength} characters.")
            .Parses(() => KeyRegex.Compile(match.Regex ?? "")),
        .. Pairs(match.Meta, $"{field}.meta", isMeta: true),
        .. Pairs(match.Tags, $"{field}.tags", isMeta: false),
        .. match.Not is { } not ? Check(not, $"{field}.not") : [],
        .. Nested(match.Any, $"{field}.any"),
        .. Nested(match.All, $"{field}.all"),
    ];

    private static IEnumerable<RuleProblem> Pairs(IReadOnlyDictionary<string, string>? pairs, string field, bool isMeta) =>
    [
        .. FieldCheck.For(field).Require(pairs is null or { Count: > 0 }, "is empty; leave it out."),
        .. (pairs ?? new Dictionary<string, string>()).SelectMany(pair =>
            (isMeta ? FieldCheck.For($"{field}.{pair.Key}").MetaName(pair.Key) : FieldCheck.For($"{field}.{pair.Key}").Require(pair.Key.Length > 0, "has no name."))
            .Require(pair.Value.Length > 0, "is empty; write '*' to ask that it is there.")),
    ];

    private static IEnumerable<RuleProblem> Nested(IReadOnlyList<RuleMatch>? parts, string field) =>
    [
        .. FieldCheck.For(field).Require(parts is null or { Count: > 0 }, "is empty; leave it out."),
        .. (parts ?? []).SelectMany((part, index) => Check(part, $"{field}[{index}]")),
    ];
}
