namespace FcWorkflowTrigger.Rules.Conditions;

/// <summary>Holds when each of its parts does. One that does not settles it, whatever is unknown of the others.</summary>
internal sealed class AllOf(string field, IReadOnlyList<Condition> parts)
    : Condition(field, parts.Count == 0 ? "anything" : $"({string.Join(" and ", parts)})")
{
    public override Fit Of(Question question)
    {
        Fit fit = true;

        foreach (var part in parts)
        {
            switch (part.Of(question))
            {
                case { Answer: Answer.No } no:
                    return no;
                case { Answer: Answer.Unknown } unknown:
                    fit = new(Answer.Unknown, fit.Needs | unknown.Needs);
                    break;
                default:
                    break;
            }
        }

        return fit;
    }
}

/// <summary>Holds when one of its parts does.</summary>
internal sealed class AnyOf(string field, IReadOnlyList<Condition> parts) : Condition(field, string.Join(" or ", parts))
{
    public override Fit Of(Question question)
    {
        Fit fit = false;

        foreach (var part in parts)
        {
            switch (part.Of(question))
            {
                case { Answer: Answer.Yes } yes:
                    return yes;
                case { Answer: Answer.Unknown } unknown:
                    fit = new(Answer.Unknown, fit.Needs | unknown.Needs);
                    break;
                default:
                    break;
            }
        }

        return fit;
    }
}

/// <summary>Holds when its part does not.</summary>
internal sealed class NotOf(string field, Condition part) : Condition(field, $"not {part.Says}")
{
    public override Fit Of(Question question) => part.Of(question) switch
    {
        { Answer: Answer.Unknown } unknown => unknown,
        var fit => fit.Answer == Answer.No,
    };
}
