namespace FcWorkflowTrigger.Rules.Conditions;

/// <summary>Conditions as one: a part with the deciding answer settles it, whatever is unknown of the others.</summary>
internal abstract class Combined(string field, string says, IReadOnlyList<Condition> parts, Answer deciding) : Condition(field, says)
{
    public sealed override MatchResult Evaluate(EvaluationContext context)
    {
        MatchResult fit = deciding == Answer.No;

        foreach (var part in parts)
        {
            var one = part.Evaluate(context);

            if (one.Answer == deciding)
            {
                return one;
            }

            fit = one.Answer == Answer.Unknown ? new(Answer.Unknown, fit.Needs | one.Needs) : fit;
        }

        return fit;
    }
}

/// <summary>Holds when each of its parts does.</summary>
internal sealed class AllOf(string field, IReadOnlyList<Condition> parts)
    : Combined(field, parts.Count == 0 ? "anything" : $"({string.Join(" and ", parts)})", parts, Answer.No);

/// <summary>Holds when one of its parts does.</summary>
internal sealed class AnyOf(string field, IReadOnlyList<Condition> parts)
    : Combined(field, string.Join(" or ", parts), parts, Answer.Yes);

/// <summary>Holds when its part does not.</summary>
internal sealed class NotOf(string field, Condition part) : Condition(field, $"not {part.Says}")
{
    public override MatchResult Evaluate(EvaluationContext context) => part.Evaluate(context) switch
    {
        { Answer: Answer.Unknown } unknown => unknown,
        var fit => fit.Answer == Answer.No,
    };
}
