using FcWorkflowTrigger.Rules.Conditions;

namespace FcWorkflowTrigger.Rules.Loading;

/// <summary>Checks conditions beyond their JSON shape.</summary>
internal static class MatchValidator
{
    public static IEnumerable<RuleProblem> Validate(RuleMatch match, string field, PatternCompiler patterns) =>
    [
        .. FieldValidator.For($"{field}.minBytes").Require(match.MinBytes >= 0, "is negative."),
        .. FieldValidator.For($"{field}.maxBytes").Require(
            match.MaxBytes is null || match.MaxBytes >= Math.Max(match.MinBytes, 1), "leaves no size that matches."),
        .. FieldValidator.For($"{field}.buckets").Require(match.Buckets?.All(bucket => bucket.Length > 0) ?? true, "holds an empty name.").RequireTexts(match.Buckets),
        .. FieldValidator.For($"{field}.suffixes").RequireTexts(match.Suffixes),
        .. FieldValidator.For($"{field}.events").RequireEachOf(match.Events, RuleChoices.Events),
        .. FieldValidator.For($"{field}.kinds").RequireEachOf(match.Kinds, RuleChoices.Kinds),
        .. FieldValidator.For($"{field}.contentTypes").RequireTexts(match.ContentTypes),
        .. FieldValidator.For($"{field}.storageClasses").RequireEachOf(match.StorageClasses, RuleChoices.StorageClasses),
        .. FieldValidator.For($"{field}.globs").RequireTexts(match.Globs).RequireParse(() => match.Globs?.ToList().ForEach(glob => patterns.CompileGlob(glob))),
        .. FieldValidator.For($"{field}.regex")
            .Require(match.Regex is null or { Length: > 0 and <= KeyRegex.MaxLength }, $"must be 1 to {KeyRegex.MaxLength} characters.")
            .RequireParse(() => _ = match.Regex is { } regex ? patterns.CompileRegex(regex) : null),
        .. ValidatePairs(match.Meta, $"{field}.meta", isMeta: true),
        .. ValidatePairs(match.Tags, $"{field}.tags", isMeta: false),
        .. match.Not is { } not ? Validate(not, $"{field}.not", patterns) : [],
        .. ValidateNested(match.Any, $"{field}.any", patterns),
        .. ValidateNested(match.All, $"{field}.all", patterns),
    ];

    private static IEnumerable<RuleProblem> ValidatePairs(IReadOnlyDictionary<string, string>? pairs, string field, bool isMeta) =>
    [
        .. FieldValidator.For(field).Require(pairs is null or { Count: > 0 }, "is empty; leave it out."),
        .. (pairs ?? new Dictionary<string, string>()).SelectMany(pair =>
            (isMeta ? FieldValidator.For($"{field}.{pair.Key}").RequireMetaName(pair.Key) : FieldValidator.For($"{field}.{pair.Key}").Require(pair.Key.Length > 0, "has no name."))
            .Require(pair.Value.Length > 0, "is empty; write '*' to require only that it exists.")),
    ];

    private static IEnumerable<RuleProblem> ValidateNested(IReadOnlyList<RuleMatch>? parts, string field, PatternCompiler patterns) =>
    [
        .. FieldValidator.For(field).Require(parts is null or { Count: > 0 }, "is empty; leave it out."),
        .. (parts ?? []).SelectMany((part, index) => Validate(part, $"{field}[{index}]", patterns)),
    ];
}
