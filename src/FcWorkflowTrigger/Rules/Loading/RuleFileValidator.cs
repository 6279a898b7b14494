using System.Buffers;
using FcWorkflowTrigger.Formats;
using FcWorkflowTrigger.Rules.Sidecars;

namespace FcWorkflowTrigger.Rules.Loading;

/// <summary>Checks a rules file beyond its JSON shape.</summary>
internal static class RuleFileValidator
{
    private const int MaxNameLength = 64;

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_");

    public static IEnumerable<RuleProblem> Validate(RuleFile file, PatternCompiler patterns)
    {
        if (file.Version != 1)
        {
            return [new("version", $"is {file.Version}; this binary reads version 1.")];
        }

        if (file.Rules.Count == 0)
        {
            return [new("rules", "is empty, so every upload would be refused.")];
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        RuleProblem[] problems =
        [
            .. BudgetValidator.Validate(file.Budget),
            .. file.Rules.SelectMany((rule, index) => ValidateRule(rule, names, patterns).Select(problem => problem with { Index = index, Rule = rule.Name })),
            .. OverwriteValidator.Validate(file.Rules),
        ];

        return problems.Length > 0 ? problems : RuleReachValidator.FindImpossible(file.Rules);
    }

    private static IEnumerable<RuleProblem> ValidateRule(Rule rule, HashSet<string> names, PatternCompiler patterns) =>
    [
        .. FieldValidator.For("name")
            .Require(rule.Name.Length is > 0 and <= MaxNameLength && !rule.Name.AsSpan().ContainsAnyExcept(NameCharacters),
                $"must be 1 to {MaxNameLength} of letters, digits, '-' and '_'.")
            .Require(names.Add(rule.Name), "is used by an earlier rule; a name is part of a run's identity."),
        .. FieldValidator.For("workflowId")
            .Require(!string.IsNullOrWhiteSpace(rule.WorkflowId), "is empty; copy the template's id from the IMS console."),
        .. FieldValidator.For("onReupload").RequireOneOf(rule.OnReupload, RuleChoices.OnReupload),
        .. FieldValidator.For("input").RequireOneOf(rule.Input, RuleChoices.Input),
        .. FieldValidator.For("check").RequireOneOf(rule.Check, RuleChoices.Check),
        .. FieldValidator.For("skipInputVerification")
            .Require(!rule.SkipInputVerification || rule.Input == "oss", "is for rules whose input is 'oss'."),
        .. FieldValidator.For("outputPrefix").Require(
            rule.OutputPrefix is null || OutputPrefix.Parse(rule.OutputPrefix) is { Bucket: null, Prefix.Length: > 0 } or { Bucket.Length: > 0 },
            "is empty, so every upload would count as an output; write 'processed/' or 'oss://bucket/processed/'."),
        .. FieldValidator.For("sidecar").Require(
            SidecarPolicy.TryParse(rule.Sidecar, out var sidecar), $"is '{rule.Sidecar}'; this version knows {SidecarPolicy.ValidValues}."),
        .. FieldValidator.For("expectWithin").Require(
            rule.ExpectWithin is null || Rule.TryParseExpectWithin(rule.ExpectWithin, out _),
            $"is '{rule.ExpectWithin}'; write {Duration.Examples}, from {Duration.Format(Rule.ShortestExpectWithin)} to {Duration.Format(Rule.LongestExpectWithin)}."),
        .. FieldValidator.For("quietFor").Require(
            rule.QuietFor is null || Rule.TryParseQuietFor(rule.QuietFor, out _),
            $"is '{rule.QuietFor}'; write 5s, 30s, 10m or 1h, from {Duration.Format(Rule.ShortestQuiet)} to {Duration.Format(Rule.LongestQuiet)}."),
        .. ValidateWorkflowIdFrom(rule.WorkflowIdFrom, sidecar is not null),
        .. BudgetValidator.Validate(rule.Budget),
        .. MatchValidator.Validate(rule.Match ?? new(), "match", patterns),
        .. MediaValidator.Validate(rule.Media ?? RuleMedia.Default, patterns),
        .. TaskFieldsValidator.Validate(rule.TaskUserData, patterns),
        .. MarkValidator.Validate(rule),
    ];

    private static IEnumerable<RuleProblem> ValidateWorkflowIdFrom(WorkflowIdFrom? from, bool readsSidecars) => from is null
        ? []
        :
        [
            .. FieldValidator.For("workflowIdFrom").Require(from.Meta is not null || from.Sidecar, "names no source; there are 'meta' and 'sidecar'."),
            .. FieldValidator.For("workflowIdFrom.meta").RequireMetaName(from.Meta),
            .. FieldValidator.For("workflowIdFrom.sidecar")
                .Require(!from.Sidecar || readsSidecars, $"is for rules whose sidecar is '{SidecarPolicy.Require}' or 'wait N'."),
            .. FieldValidator.For("workflowIdFrom.allow").RequireTexts(from.Allow, "so no workflow could be named; leave workflowIdFrom out"),
        ];
}
