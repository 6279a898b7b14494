using FcWorkflowTrigger.Rules.Templates;

namespace FcWorkflowTrigger.Rules.Loading;

/// <summary>Finds parts of a rules file that are valid and probably a mistake.</summary>
internal static class RuleWarnings
{
    /// <param name="rules">Valid rules, in the order of the file.</param>
    public static IEnumerable<RuleProblem> Find(IReadOnlyList<Rule> rules) =>
        rules.SelectMany((rule, index) => FindOfRule(rule).Select(warning => warning with { Index = index, Rule = rule.Name }))
            .Concat(RuleReachValidator.FindShadowed(rules));

    private static IEnumerable<RuleProblem> FindOfRule(Rule rule) => FindNamedEvents(rule).Concat(FindTaskFields(rule));

    private static IEnumerable<RuleProblem> FindTaskFields(Rule rule) => rule is { Enabled: true, TaskUserData: { } fields } && new TaskFields(fields, new()).MayBeTooLong
        ? [new("taskUserData", $"has placeholders that can be longer than the {TaskFields.MaxBytes} bytes there are. Nothing is cut: an upload whose values do not fit is refused (TaskUserDataTooLong).")]
        : [];

    private static IEnumerable<RuleProblem> FindNamedEvents(Rule rule) => rule.Enabled && NamedEvents.NamedBy(rule.Match ?? new()).Where(NamedEvents.IsUnfinished).ToArray() is { Length: > 0 } names
        ? [new("match.events", $"names {string.Join(", ", names)}: every append and every part is an event, and each starts a paid task of its own.")]
        : [];
}
