using System.Buffers;
using FcWorkflowTrigger.Rules.Sidecars;

namespace FcWorkflowTrigger.Rules.Loading;

/// <summary>What a rule file must keep to beyond its shape.</summary>
internal static class RuleCheck
{
    private const int MaxNameLength = 64;

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_");

    public static IEnumerable<RuleProblem> All(RuleFile file)
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
        return
        [
            .. BudgetCheck.Check(file.Budget),
            .. file.Rules.SelectMany((rule, index) => One(rule, names).Select(problem => problem with { Index = index, Rule = rule.Name })),
            .. OverwriteCheck.Check(file.Rules),
        ];
    }

    private static IEnumerable<RuleProblem> One(Rule rule, HashSet<string> names) =>
    [
        .. FieldCheck.For("name")
            .Require(rule.Name.Length is > 0 and <= MaxNameLength && !rule.Name.AsSpan().ContainsAnyExcept(NameCharacters),
                $"must be 1 to {MaxNameLength} of letters, digits, '-' and '_'.")
            .Require(names.Add(rule.Name), "is used by an earlier rule; a name is part of a run's identity."),
        .. FieldCheck.For("workflowId")
            .Require(!string.IsNullOrWhiteSpace(rule.WorkflowId), "is empty; copy the template's id from the IMS console."),
        .. FieldCheck.For("onReupload").OneOf(rule.OnReupload, RuleChoices.OnReupload),
        .. FieldCheck.For("input").OneOf(rule.Input, RuleChoices.Input),
        .. FieldCheck.For("check").OneOf(rule.Check, RuleChoices.Check),
        .. FieldCheck.For("skipInputVerification")
            .Require(!rule.SkipInputVerification || rule.Input == "oss", "is for rules whose input is 'oss'."),
        .. FieldCheck.For("outputPrefix").Require(
            rule.OutputPrefix is null || OutputPrefix.Parse(rule.OutputPrefix) is { Bucket: null, Prefix.Length: > 0 } or { Bucket.Length: > 0 },
            "is empty, so every upload would count as an output; write 'processed/' or 'oss://bucket/processed/'."),
        .. FieldCheck.For("sidecar").Require(
            SidecarPolicy.TryParse(rule.Sidecar, out var sidecar), $"is '{rule.Sidecar}'; this version knows {SidecarPolicy.Words}."),
        .. WorkflowIds(rule.WorkflowIdFrom, sidecar is not null),
        .. BudgetCheck.Check(rule.Budget),
        .. MatchCheck.Check(rule.Match ?? new(), "match"),
        .. MediaCheck.Check(rule.Media ?? RuleMedia.Default),
    ];

    private static IEnumerable<RuleProblem> WorkflowIds(WorkflowIdFrom? from, bool looksForSidecars) => from is null
        ? []
        :
        [
            .. FieldCheck.For("workflowIdFrom").Require(from.Meta is not null || from.Sidecar, "names no source; there are 'meta' and 'sidecar'."),
            .. FieldCheck.For("workflowIdFrom.meta").MetaName(from.Meta),
            .. FieldCheck.For("workflowIdFrom.sidecar")
                .Require(!from.Sidecar || looksForSidecars, $"is for rules whose sidecar is '{SidecarPolicy.Require}' or 'wait N'."),
            .. FieldCheck.For("workflowIdFrom.allow").Texts(from.Allow, "so no workflow could be named; leave workflowIdFrom out"),
        ];
}
