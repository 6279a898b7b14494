namespace FcWorkflowTrigger.Rules.Loading;

/// <summary>Finds parts of a rules file that are valid and probably a mistake.</summary>
internal static class RuleWarnings
{
    /// <param name="rules">Valid rules, in the order of the file.</param>
    public static IEnumerable<RuleProblem> Find(IReadOnlyList<Rule> rules) =>
        rules.SelectMany((rule, index) => FindOfRule(rule).Select(warning => warning with { Index = index, Rule = rule.Name }))
            .Concat(RuleReachValidator.FindShadowed(rules));

    private static IEnumerable<RuleProblem> FindOfRule(Rule rule) => rule.Enabled && NamedEvents.NamedBy(rule.Match ?? new()).Where(NamedEvents.IsUnfinished).ToArray() is { Length: > 0 } names
        ? [new("match.events", $"names {string.Join(", ", names)}: every append and every part is an event, and each starts a paid task of its own.")]
        : [];
}
