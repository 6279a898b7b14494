namespace FcWorkflowTrigger.Rules.Conditions;

/// <summary>A condition that needs facts about the object.</summary>
internal sealed class FactCondition(string field, string description, FactNeeds needs, Func<EvaluationContext, bool> predicate)
    : Condition(field, description)
{
    public override MatchResult Evaluate(EvaluationContext context) => context.IsCurrent && context.Facts.Missing(needs) == FactNeeds.None
        ? predicate(context)
        : new MatchResult(MatchOutcome.Undecided, needs);
}
