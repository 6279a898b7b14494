using FcWorkflowTrigger.Rules.Templates;

namespace FcWorkflowTrigger.Rules.Loading;

/// <summary>Finds parts of a rules file that are valid and probably a mistake.</summary>
internal static class RuleWarnings
{
    /// <param name="rules">Valid rules, in the order of the file.</param>
    public static IEnumerable<RuleProblem> Find(IReadOnlyList<Rule> rules) =>
        rules.SelectMany((rule, index) => FindOfRule(rule).Select(warning => warning with { Index = index, Rule = rule.Name }))
            .Concat(FindSharedMarks(rules))
            .Concat(RuleReachValidator.FindShadowed(rules));

    private static IEnumerable<RuleProblem> FindOfRule(Rule rule) => FindNamedEvents(rule).Concat(FindTaskFields(rule));

    private static IEnumerable<RuleProblem> FindTaskFields(Rule rule) => rule is { Enabled: true, TaskUserData: { } fields } && new TaskFields(fields, new()).MayBeTooLong
        ? [new("taskUserData", $"has placeholders that can be longer than the {TaskFields.MaxBytes} bytes there are. Nothing is cut: an upload whose values do not fit is refused (TaskUserDataTooLong).")]
        : [];

    // In the order they are asked; OrderBy keeps the file's order among equals.
    private static IEnumerable<RuleProblem> FindSharedMarks(IReadOnlyList<Rule> rules)
    {
        var marking = rules.Select((rule, index) => (Rule: rule, Index: index)).Where(entry => entry.Rule is { Enabled: true, DryRun: false, Mark: not null })
            .OrderByDescending(entry => entry.Rule.Priority).ToArray();

        return marking.SelectMany((later, place) => marking[..place]
            .Where(earlier => earlier.Rule.Continue && OverwriteValidator.CanMeet(earlier.Rule, later.Rule))
            .SelectMany(earlier => earlier.Rule.Mark!.Keys.Intersect(later.Rule.Mark!.Keys, StringComparer.Ordinal), (earlier, name) => new RuleProblem(
                "mark",
                $"has the tag '{name}', and so has rule '{earlier.Rule.Name}', which has continue: on an object that both take, the run that ends last decides the tag. Use two names.",
                later.Index,
                later.Rule.Name)));
    }

    private static IEnumerable<RuleProblem> FindNamedEvents(Rule rule) => rule.Enabled && NamedEvents.NamedBy(rule.Match ?? new()).Where(NamedEvents.IsUnfinished).ToArray() is { Length: > 0 } names
        ? [new("match.events", $"names {string.Join(", ", names)}: every append and every part is an event, and each starts a paid task of its own.")]
        : [];
}
