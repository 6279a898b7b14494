namespace FcWorkflowTrigger.Emulator.Fc.Deployment;

/// <summary>Two native OSS triggers of one bucket may not both match one event (Function Compute documentation, "OSS triggers", limits).</summary>
internal static class TriggerOverlap
{
    private const string AnyOf = ":*";

    /// <exception cref="TemplateException">Two triggers overlap in event type, prefix and suffix.</exception>
    public static void RequireNone(IReadOnlyList<FunctionConfig> functions)
    {
        var known = new List<(string Function, TriggerConfig.Oss Trigger)>();

        foreach (var added in functions.SelectMany(function => function.Triggers.OfType<TriggerConfig.Oss>().Select(trigger => (Function: function.Name, Trigger: trigger))))
        {
            if (known.FirstOrDefault(earlier => Overlap(earlier.Trigger, added.Trigger)) is { Trigger: not null } other)
            {
                throw new TemplateException(
                    $"function {added.Function}, trigger {added.Trigger.Name}",
                    $"it overlaps with trigger {other.Trigger.Name} of function {other.Function}: one event of bucket {added.Trigger.Bucket} could match both, and OSS refuses that. "
                    + "Use other event types, or a prefix or suffix that excludes the other's.");
            }

            known.Add(added);
        }
    }

    private static bool Overlap(TriggerConfig.Oss one, TriggerConfig.Oss other) =>
        one.Bucket == other.Bucket
        && one.Events.Any(name => other.Events.Any(otherName => Covers(name, otherName) || Covers(otherName, name)))
        && (one.Prefix.StartsWith(other.Prefix, StringComparison.Ordinal) || other.Prefix.StartsWith(one.Prefix, StringComparison.Ordinal))
        && (one.Suffix.EndsWith(other.Suffix, StringComparison.Ordinal) || other.Suffix.EndsWith(one.Suffix, StringComparison.Ordinal));

    private static bool Covers(string events, string name) =>
        events == name || (events.EndsWith(AnyOf, StringComparison.Ordinal) && name.StartsWith(events[..^1], StringComparison.Ordinal));
}
