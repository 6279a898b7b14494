namespace FcWorkflowTrigger.Rules;

/// <summary>Combines the verdicts of the rules, in the order of evaluation, into one decision.</summary>
internal sealed class DecisionBuilder
{
    private List<StartPlan>? _plans;
    private List<Rule>? _dryRunRules;
    private RuleVerdict.Refused? _refusal;
    private FactNeeds? _needs;

    /// <returns>True when no later rule can change the decision.</returns>
    public bool Add(RuleVerdict verdict)
    {
        switch (verdict)
        {
            case RuleVerdict.NotMatched or RuleVerdict.Disabled:
                return false;
            case RuleVerdict.Matched matched:
                (_plans ??= []).Add(matched.Plan);
                return !matched.Rule.Continue;
            case RuleVerdict.DryRunMatched matched:
                (_dryRunRules ??= []).Add(matched.Rule);
                return false;
            case RuleVerdict.Refused refused:
                _refusal ??= refused.Rule.DryRun ? null : refused;
                return refused.Rule is { DryRun: false, Continue: false };
            case RuleVerdict.NeedsFacts { Rule.DryRun: true, Needs: FactNeeds.None }:
                return false;
            case RuleVerdict.NeedsFacts undecided:
                _needs = undecided.Needs;
                return true;
            default:
                throw new InvalidOperationException($"DecisionBuilder does not know the verdict {verdict}.");
        }
    }

    public Admission Build() => (_needs, _plans) switch
    {
        ({ } needs, _) => new Admission.Undecided(needs),
        (null, { } plans) => new Admission.Admitted(plans) { DryRunRules = _dryRunRules ?? [] },
        (null, null) => new Admission.Refused(_refusal?.Reason ?? (_dryRunRules is null ? RefusalReason.NoRule : RefusalReason.DryRun), _refusal?.Detail) { DryRunRules = _dryRunRules ?? [] },
    };
}
