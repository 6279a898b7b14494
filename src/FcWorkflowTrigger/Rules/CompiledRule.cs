using FcWorkflowTrigger.Rules.Conditions;
using FcWorkflowTrigger.Rules.Loading;

namespace FcWorkflowTrigger.Rules;

/// <summary>A rule ready for evaluation. Verdicts that do not depend on the upload are made once, so that an evaluation is cheap.</summary>
internal sealed class CompiledRule
{
    private readonly Rule _rule;
    private readonly Condition[] _conditions;
    private readonly RuleVerdict[] _notMatched;
    private readonly StartPlanner _planner;
    private readonly FactNeeds _planNeeds;
    private readonly RuleVerdict _disabled;

    /// <exception cref="ArgumentException">A pattern or template is not valid; <see cref="RuleFileValidator"/> reports it with its line.</exception>
    public CompiledRule(Rule rule, PatternCompiler patterns)
    {
        _rule = rule;
        _conditions = [.. new RuleConditions(patterns).Compile(rule.Match ?? new())];
        _notMatched = [.. _conditions.Select(condition => new RuleVerdict.NotMatched(rule, condition))];
        _planner = new(rule, patterns);
        _planNeeds = _planner.Needs;
        _disabled = new RuleVerdict.Disabled(rule);
        NotEvaluated = new RuleVerdict.NotEvaluated(rule);
    }

    public RuleVerdict NotEvaluated { get; }

    public RuleVerdict Evaluate(EvaluationContext context)
    {
        if (!_rule.Enabled)
        {
            return _disabled;
        }

        Condition? undecided = null;
        var needs = FactNeeds.None;

        for (var index = 0; index < _conditions.Length; index++)
        {
            var result = _conditions[index].Evaluate(context);

            if (result.Outcome == MatchOutcome.NotMatched)
            {
                return _notMatched[index];
            }

            if (result.Outcome == MatchOutcome.Undecided)
            {
                undecided ??= _conditions[index];
                needs |= result.Needs;
            }
        }

        needs |= undecided is null ? _planNeeds : FactNeeds.None;
        var isReady = needs == FactNeeds.None || (context.IsCurrent && context.Facts.Missing(needs) == FactNeeds.None);
        return undecided is null && isReady ? _planner.Plan(context) : RequestFacts(context, undecided, needs);
    }

    // Facts of an object that has been deleted or replaced cannot be fetched any more.
    private RuleVerdict RequestFacts(EvaluationContext context, Condition? undecided, FactNeeds needs) => context.Facts.Object?.State switch
    {
        ObjectState.Gone when needs != FactNeeds.None => new RuleVerdict.Refused(_rule, RefusalReason.ObjectGone),
        ObjectState.Replaced when needs != FactNeeds.None => new RuleVerdict.Refused(_rule, RefusalReason.ObjectReplaced),
        _ => new RuleVerdict.NeedsFacts(_rule, undecided, context.Facts.Missing(needs)),
    };
}
