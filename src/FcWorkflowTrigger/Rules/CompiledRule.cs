using FcWorkflowTrigger.Rules.Conditions;
using FcWorkflowTrigger.Rules.Loading;

namespace FcWorkflowTrigger.Rules;

/// <summary>A rule made ready to be asked; the answers that need no upload are made beforehand, so that asking is cheap.</summary>
internal sealed class CompiledRule
{
    private readonly Rule _rule;
    private readonly Condition[] _conditions;
    private readonly RuleVerdict[] _doesNotFit;
    private readonly StartPlanner _planner;
    private readonly FactNeeds _planNeeds;
    private readonly RuleVerdict _off;

    /// <exception cref="ArgumentException">A pattern or template is none; <see cref="RuleCheck"/> says so with its place.</exception>
    public CompiledRule(Rule rule)
    {
        _rule = rule;
        _conditions = [.. RuleConditions.Compile(rule.Match ?? new())];
        _doesNotFit = [.. _conditions.Select(condition => new RuleVerdict.NotMatched(rule, condition))];
        _planner = new(rule);
        _planNeeds = _planner.Needs;
        _off = new RuleVerdict.Disabled(rule);
        NotAsked = new RuleVerdict.NotAsked(rule);
    }

    public RuleVerdict NotAsked { get; }

    public RuleVerdict Ask(EvaluationContext context)
    {
        if (!_rule.Enabled)
        {
            return _off;
        }

        Condition? unknown = null;
        var needs = FactNeeds.None;

        for (var index = 0; index < _conditions.Length; index++)
        {
            var fit = _conditions[index].Evaluate(context);

            if (fit.Answer == Answer.No)
            {
                return _doesNotFit[index];
            }

            if (fit.Answer == Answer.Unknown)
            {
                unknown ??= _conditions[index];
                needs |= fit.Needs;
            }
        }

        needs |= unknown is null ? _planNeeds : FactNeeds.None;
        var isReady = needs == FactNeeds.None || (context.IsCurrent && context.Facts.Missing(needs) == FactNeeds.None);
        return unknown is null && isReady ? _planner.Plan(context) : Lack(context, unknown, needs);
    }

    private RuleVerdict Lack(EvaluationContext context, Condition? unknown, FactNeeds needs) => context.Facts.Object?.State switch
    {
        ObjectState.Gone when needs != FactNeeds.None => new RuleVerdict.Refuses(_rule, RefusalReason.ObjectGone),
        ObjectState.Replaced when needs != FactNeeds.None => new RuleVerdict.Refuses(_rule, RefusalReason.ObjectReplaced),
        _ => new RuleVerdict.NeedsFacts(_rule, unknown, context.Facts.Missing(needs)),
    };
}
