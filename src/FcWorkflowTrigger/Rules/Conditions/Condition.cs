namespace FcWorkflowTrigger.Rules.Conditions;

/// <summary>One condition, compiled once when the rules are read.</summary>
/// <param name="field">Its place in the rule: <c>match.suffixes</c>.</param>
/// <param name="says">What it asks, in words.</param>
internal abstract class Condition(string field, string says)
{
    public string Field { get; } = field;

    public string Says { get; } = says;

    /// <summary>Never throws, whatever the key.</summary>
    public abstract MatchResult Evaluate(EvaluationContext context);

    public override string ToString() => $"{Field}: {Says}";
}

/// <summary>Whether a condition holds.</summary>
internal enum Answer : byte
{
    No,
    Yes,
    Unknown,
}

/// <summary>An answer, and for an unknown one the facts that would settle it; none of them when a pattern ran out of time.</summary>
internal readonly record struct MatchResult(Answer Answer, FactNeeds Needs = FactNeeds.None)
{
    public static implicit operator MatchResult(bool holds) => new(holds ? Answer.Yes : Answer.No);
}
