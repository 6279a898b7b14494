namespace FcWorkflowTrigger.Rules.Conditions;

/// <summary>A condition that must look at the object.</summary>
internal sealed class FactCondition(string field, string says, FactNeeds needs, Func<EvaluationContext, bool> holds) : Condition(field, says)
{
    public override MatchResult Evaluate(EvaluationContext context) =>
        context.IsCurrent && context.Facts.Missing(needs) == FactNeeds.None ? holds(context) : new MatchResult(Answer.Unknown, needs);
}
