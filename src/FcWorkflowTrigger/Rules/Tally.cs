namespace FcWorkflowTrigger.Rules;

/// <summary>Adds up verdicts, in the order the rules are asked, to one decision.</summary>
internal sealed class DecisionBuilder
{
    private List<StartPlan>? _plans;
    private List<Rule>? _dryRunRules;
    private RefusalReason? _refusal;
    private FactNeeds? _needs;

    /// <returns>True when no later rule can change the decision.</returns>
    public bool Add(RuleVerdict verdict)
    {
        switch (verdict)
        {
            case RuleVerdict.NotMatched or RuleVerdict.Disabled:
                return false;
            case RuleVerdict.Matched takes:
                (_plans ??= []).Add(takes.Plan);
                return !takes.Rule.Continue;
            case RuleVerdict.DryRunMatched rehearses:
                (_dryRunRules ??= []).Add(rehearses.Rule);
                return false;
            case RuleVerdict.Refuses refuses:
                _refusal ??= refuses.Rule.DryRun ? null : refuses.Reason;
                return refuses.Rule is { DryRun: false, Continue: false };
            case RuleVerdict.NeedsFacts { Rule.DryRun: true, Needs: FactNeeds.None }:
                return false;
            case RuleVerdict.NeedsFacts lacks:
                _needs = lacks.Needs;
                return true;
            default:
                throw new InvalidOperationException($"Nothing is known to do with {verdict}.");
        }
    }

    public Admission Sum() => (_needs, _plans) switch
    {
        ({ } needs, _) => new Admission.Undecided(needs),
        (null, { } plans) => new Admission.Admitted(plans) { DryRunRules = _dryRunRules ?? [] },
        (null, null) => new Admission.Refused(_refusal ?? (_dryRunRules is null ? RefusalReason.NoRule : RefusalReason.DryRun)) { DryRunRules = _dryRunRules ?? [] },
    };
}
