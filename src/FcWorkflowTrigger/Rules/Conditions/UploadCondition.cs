namespace FcWorkflowTrigger.Rules.Conditions;

/// <summary>A condition the event alone answers.</summary>
internal sealed class UploadCondition(string field, string says, Func<EvaluationContext, bool> holds) : Condition(field, says)
{
    public override MatchResult Evaluate(EvaluationContext context) => holds(context);
}
