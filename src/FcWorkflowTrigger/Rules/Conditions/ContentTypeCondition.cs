namespace FcWorkflowTrigger.Rules.Conditions;

/// <summary>A condition on the content type. The event's own type decides; the object is read only when the event has none.</summary>
internal sealed class ContentTypeCondition(string field, string description, Func<string, bool> predicate) : Condition(field, description)
{
    public override MatchResult Evaluate(EvaluationContext context) => context switch
    {
        { Upload.MimeType: { Length: > 0 } mimeType } => predicate(mimeType),
        { IsCurrent: true, Facts.Object: { } found } => predicate(found.ContentType ?? ""),
        _ => new MatchResult(MatchOutcome.Undecided, FactNeeds.Object),
    };
}
