namespace FcWorkflowTrigger.Rules.Conditions;

/// <summary>The content type as the event tells it; only an event without one sends us to the object.</summary>
internal sealed class ContentTypeCondition(string field, string says, Func<string, bool> holds) : Condition(field, says)
{
    public override MatchResult Evaluate(EvaluationContext context) => context switch
    {
        { Upload.MimeType: { Length: > 0 } told } => holds(told),
        { IsCurrent: true, Facts.Object: { } found } => holds(found.ContentType ?? ""),
        _ => new MatchResult(Answer.Unknown, FactNeeds.Object),
    };
}
