namespace FcWorkflowTrigger.Rules.Loading;

/// <summary>Finds rules that start nothing: rules that can never match, and rules that another rule keeps from matching.</summary>
internal static class RuleReachValidator
{
    private const string NeverMatches = "So the rule can never match.";

    /// <summary>Rules that can never match, each with its reason. A rule that is switched off may be one.</summary>
    /// <param name="rules">Rules that are valid otherwise, in the order of the file.</param>
    public static IEnumerable<RuleProblem> FindImpossible(IReadOnlyList<Rule> rules) => ForEach(rules, FindImpossible);

    /// <summary>Rules that other rules keep from some or all uploads.</summary>
    /// <param name="rules">Valid rules, in the order of the file.</param>
    public static IEnumerable<RuleProblem> FindShadowed(IReadOnlyList<Rule> rules) => ForEach(rules, rule => FindShadow(rule, rules));

    private static IEnumerable<RuleProblem> ForEach(IReadOnlyList<Rule> rules, Func<Rule, RuleProblem?> find) => rules
        .Select((rule, index) => rule.Enabled && find(rule) is { } problem ? problem with { Index = index, Rule = rule.Name } : null)
        .OfType<RuleProblem>();

    private static RuleProblem? FindImpossible(Rule rule)
    {
        var reach = RuleReach.From(rule.Match ?? new());

        return reach.FindContradiction() is { } contradiction ? contradiction with { Problem = $"{contradiction.Problem} {NeverMatches}" }
            : rule.OutputPrefix is { } output && CoversAll(OutputPrefix.Parse(output), reach)
                ? new("outputPrefix", $"is '{output}', and every upload that the rule matches lies there, so it is refused as an output (OwnOutput). {NeverMatches}")
            : null;
    }

    private static RuleProblem? FindShadow(Rule rule, IReadOnlyList<Rule> rules)
    {
        var reach = RuleReach.From(rule.Match ?? new());

        return rules.OrderByDescending(other => other.Priority).TakeWhile(other => other != rule).FirstOrDefault(other => TakesAllOf(other, rule, reach)) is { } earlier
            ? new("match", $"matches nothing that rule '{earlier.Name}' does not take first. So the rule never starts anything; move it before that rule, or let that rule 'continue'.")
            : FindOutputPrefix(rules, prefix => CoversAll(prefix, reach)) is { } all
                ? new("match", $"matches only uploads below the outputPrefix '{all.OutputPrefix}' of rule '{all.Name}', and they are refused as outputs (OwnOutput). So the rule never starts anything.")
            : rule.OutputPrefix is { } output && CoversBucket(OutputPrefix.Parse(output), reach)
                ? new("outputPrefix", $"is '{output}', so every upload in that bucket that the rule matches is refused as an output (OwnOutput). If the rule is for other buckets, name them in match.buckets.")
            : null;
    }

    // A rule on dry run, and one that continues, lets later rules match too. Refusals of a rule stop later rules as its runs do.
    private static bool TakesAllOf(Rule earlier, Rule rule, RuleReach reach) =>
        earlier is { Enabled: true, DryRun: false, Continue: false }
        && reach.Implies(earlier.Match ?? new())
        && NamedEvents.NamedBy(rule.Match ?? new()).All(name => earlier.Match?.Events?.Contains(name, StringComparer.Ordinal) ?? false);

    // Output prefixes of rules that are switched off count too: their runs may still write.
    private static Rule? FindOutputPrefix(IReadOnlyList<Rule> rules, Func<OutputPrefix, bool> covers) =>
        rules.FirstOrDefault(rule => rule.OutputPrefix is { } output && covers(OutputPrefix.Parse(output)));

    private static bool CoversAll(OutputPrefix output, RuleReach reach) =>
        reach.StartsWith(output.Prefix) && (output.Bucket is null || reach.IsInBucket(output.Bucket));

    private static bool CoversBucket(OutputPrefix output, RuleReach reach) =>
        reach.StartsWith(output.Prefix) && output.Bucket is { } bucket && reach.MayBeInBucket(bucket);
}
