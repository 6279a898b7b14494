namespace FcWorkflowTrigger.Rules.Conditions;

/// <summary>A condition that the event alone decides.</summary>
internal sealed class UploadCondition(string field, string description, Func<EvaluationContext, bool> predicate) : Condition(field, description)
{
    public override MatchResult Evaluate(EvaluationContext context) => predicate(context);
}
