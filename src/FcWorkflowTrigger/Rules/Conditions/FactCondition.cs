namespace FcWorkflowTrigger.Rules.Conditions;

/// <summary>A condition that must look at the object.</summary>
internal sealed class FactCondition(string field, string says, FactNeeds needs, Func<Question, bool> holds) : Condition(field, says)
{
    public override Fit Of(Question question) =>
        question.IsCurrent && question.Facts.Missing(needs) == FactNeeds.None ? holds(question) : new Fit(Answer.Unknown, needs);
}
