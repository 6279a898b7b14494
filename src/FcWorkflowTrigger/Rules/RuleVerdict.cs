using FcWorkflowTrigger.Rules.Conditions;

namespace FcWorkflowTrigger.Rules;

/// <summary>The result of one rule for one upload, with its reason.</summary>
internal abstract record RuleVerdict(Rule Rule)
{
    /// <summary>The rule matches, and one run starts.</summary>
    public sealed record Matched(Rule Rule, StartPlan Plan) : RuleVerdict(Rule);

    /// <summary>The rule matches, and starts nothing because it is on dry run.</summary>
    public sealed record DryRunMatched(Rule Rule, StartPlan Plan) : RuleVerdict(Rule);

    /// <summary>A condition does not hold.</summary>
    /// <param name="Condition">The first condition that does not hold, in the order of evaluation.</param>
    public sealed record NotMatched(Rule Rule, Condition Condition) : RuleVerdict(Rule);

    /// <summary>The rule's conditions hold, and still no run may start.</summary>
    /// <param name="Detail">What was found, in words; null where the reason says it all.</param>
    public sealed record Refused(Rule Rule, RefusalReason Reason, string? Detail = null) : RuleVerdict(Rule);

    /// <summary>The rule cannot be decided without more facts.</summary>
    /// <param name="Condition">The first undecided condition; null when the conditions hold and the start itself needs facts.</param>
    /// <param name="Needs">None when a regex ran out of time.</param>
    public sealed record NeedsFacts(Rule Rule, Condition? Condition, FactNeeds Needs) : RuleVerdict(Rule);

    /// <summary>The rule is not enabled.</summary>
    public sealed record Disabled(Rule Rule) : RuleVerdict(Rule);

    /// <summary>An earlier rule decided, so this rule was not evaluated.</summary>
    public sealed record NotEvaluated(Rule Rule) : RuleVerdict(Rule);
}

/// <summary>A decision with its reasons.</summary>
/// <param name="Verdicts">One for each rule, in the order of evaluation.</param>
internal sealed record Explanation(Admission Admission, IReadOnlyList<RuleVerdict> Verdicts);
