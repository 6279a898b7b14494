namespace FcWorkflowTrigger.Rules.Conditions;

/// <summary>Several conditions as one. A part with the deciding outcome decides alone, even while other parts are undecided.</summary>
internal abstract class CompositeCondition(string field, string description, IReadOnlyList<Condition> parts, MatchOutcome deciding)
    : Condition(field, description)
{
    public sealed override MatchResult Evaluate(EvaluationContext context)
    {
        MatchResult result = deciding == MatchOutcome.NotMatched;

        foreach (var part in parts)
        {
            var partResult = part.Evaluate(context);

            if (partResult.Outcome == deciding)
            {
                return partResult;
            }

            result = partResult.Outcome == MatchOutcome.Undecided ? new(MatchOutcome.Undecided, result.Needs | partResult.Needs) : result;
        }

        return result;
    }
}

/// <summary>Holds when each of its parts holds.</summary>
internal sealed class AllOfCondition(string field, IReadOnlyList<Condition> parts)
    : CompositeCondition(field, parts.Count == 0 ? "anything" : $"({string.Join(" and ", parts)})", parts, MatchOutcome.NotMatched);

/// <summary>Holds when at least one of its parts holds.</summary>
internal sealed class AnyOfCondition(string field, IReadOnlyList<Condition> parts)
    : CompositeCondition(field, string.Join(" or ", parts), parts, MatchOutcome.Matched);

/// <summary>Holds when its part does not hold.</summary>
internal sealed class NotCondition(string field, Condition part) : Condition(field, $"not {part.Description}")
{
    public override MatchResult Evaluate(EvaluationContext context) => part.Evaluate(context) switch
    {
        { Outcome: MatchOutcome.Undecided } undecided => undecided,
        var result => result.Outcome == MatchOutcome.NotMatched,
    };
}
