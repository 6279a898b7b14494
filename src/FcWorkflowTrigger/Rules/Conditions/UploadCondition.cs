namespace FcWorkflowTrigger.Rules.Conditions;

/// <summary>A condition the event alone answers.</summary>
internal sealed class UploadCondition(string field, string says, Func<Question, bool> holds) : Condition(field, says)
{
    public override Fit Of(Question question) => holds(question);
}
