using FcWorkflowTrigger.Rules.Conditions;

namespace FcWorkflowTrigger.Rules;

/// <summary>What one rule says of one upload, and why.</summary>
internal abstract record RuleVerdict(Rule Rule)
{
    /// <summary>One run starts.</summary>
    public sealed record Matched(Rule Rule, StartPlan Plan) : RuleVerdict(Rule);

    /// <summary>Would take the upload, were it not on dry run.</summary>
    public sealed record DryRunMatched(Rule Rule, StartPlan Plan) : RuleVerdict(Rule);

    /// <summary>A condition does not hold: the first of them, in the order they are asked.</summary>
    public sealed record NotMatched(Rule Rule, Condition Deciding) : RuleVerdict(Rule);

    /// <summary>Fits, and yet must not start.</summary>
    public sealed record Refuses(Rule Rule, RefusalReason Reason) : RuleVerdict(Rule);

    /// <summary>Cannot say without more facts.</summary>
    /// <param name="Deciding">The first condition that cannot be answered; null when the conditions hold and the start itself needs facts.</param>
    /// <param name="Needs">None when a pattern ran out of time.</param>
    public sealed record NeedsFacts(Rule Rule, Condition? Deciding, FactNeeds Needs) : RuleVerdict(Rule);

    /// <summary>Not enabled.</summary>
    public sealed record Disabled(Rule Rule) : RuleVerdict(Rule);

    /// <summary>The decision had fallen before it was this rule's turn.</summary>
    public sealed record NotAsked(Rule Rule) : RuleVerdict(Rule);
}

/// <summary>A decision with its reasons.</summary>
/// <param name="Verdicts">Of every rule, in the order they are asked.</param>
internal sealed record Explanation(Admission Admission, IReadOnlyList<RuleVerdict> Verdicts);
