namespace FcWorkflowTrigger.Rules.Conditions;

/// <summary>One condition of a rule, compiled once when the rules are read.</summary>
/// <param name="field">The condition's place in the rule: <c>match.suffixes</c>.</param>
/// <param name="description">What the condition requires, in words.</param>
internal abstract class Condition(string field, string description)
{
    public string Field { get; } = field;

    public string Description { get; } = description;

    /// <summary>Never throws, for any key.</summary>
    public abstract MatchResult Evaluate(EvaluationContext context);

    public override string ToString() => $"{Field}: {Description}";
}

/// <summary>Whether a condition holds.</summary>
internal enum MatchOutcome : byte
{
    NotMatched,
    Matched,
    Undecided,
}

/// <summary>The result of one condition.</summary>
/// <param name="Needs">For an undecided condition, the facts that would decide it; none when a regex ran out of time.</param>
internal readonly record struct MatchResult(MatchOutcome Outcome, FactNeeds Needs = FactNeeds.None)
{
    public static implicit operator MatchResult(bool isMatch) => new(isMatch ? MatchOutcome.Matched : MatchOutcome.NotMatched);
}
