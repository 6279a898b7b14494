namespace FcWorkflowTrigger.Rules.Loading;

/// <summary>Two rules that take one upload work on one asset: where either replaces the asset, IMS deletes it under the other's task.</summary>
/// <remarks>Only what can be seen not to meet is taken to be apart: buckets, key starts and ends, sizes, events and storage classes.</remarks>
internal static class OverwriteValidator
{
    public static IEnumerable<RuleProblem> Validate(IReadOnlyList<Rule> rules)
    {
        // In the order they are asked; OrderBy keeps the file's order among equals.
        var asked = rules.Select((rule, index) => (Rule: rule, Index: index)).Where(entry => entry.Rule is { Enabled: true, DryRun: false })
            .OrderByDescending(entry => entry.Rule.Priority).ToArray();

        for (var later = 1; later < asked.Length; later++)
        {
            var (rule, index) = asked[later];

            if (asked[..later].Select(entry => entry.Rule).FirstOrDefault(earlier => earlier.Continue && Destroys(earlier, rule) && CanMeet(earlier, rule)) is { } first)
            {
                yield return new(
                    "onReupload",
                    $"is 'replace' here or in rule '{first.Name}', which has continue: an upload that both take would lose the asset its other task works on. "
                    + "Use 'run' in both, leave out continue, or let their matches differ in prefix, suffixes, buckets or sizes.",
                    index,
                    rule.Name);
            }
        }
    }

    private static bool Destroys(Rule one, Rule other) => one.OnReupload == RuleChoices.Replace || other.OnReupload == RuleChoices.Replace;

    /// <summary>False only where no upload can meet the conditions of both.</summary>
    public static bool CanMeet(Rule one, Rule other) => CanMeet(one.Match ?? new(), other.Match ?? new());

    private static bool CanMeet(RuleMatch one, RuleMatch other) =>
        Share(one.Buckets, other.Buckets)
        && Share(one.Events, other.Events)
        && Share(one.StorageClasses, other.StorageClasses)
        && Overlap(one.Prefix, other.Prefix, static (text, part) => text.StartsWith(part, StringComparison.Ordinal))
        && (one.Suffixes is null || other.Suffixes is null || one.Suffixes.Any(end => other.Suffixes.Any(
            otherEnd => Overlap(end, otherEnd, static (text, part) => text.EndsWith(part, StringComparison.OrdinalIgnoreCase)))))
        && (one.MaxBytes is null || one.MaxBytes >= other.MinBytes)
        && (other.MaxBytes is null || other.MaxBytes >= one.MinBytes);

    // A list that is left out takes all.
    private static bool Share(IReadOnlyList<string>? one, IReadOnlyList<string>? other) =>
        one is null || other is null || one.Intersect(other, StringComparer.Ordinal).Any();

    private static bool Overlap(string one, string other, Func<string, string, bool> has) => has(one, other) || has(other, one);
}
