namespace FcWorkflowTrigger.Rules;

/// <summary>Adds up verdicts, in the order the rules are asked, to one decision.</summary>
internal sealed class Tally
{
    private List<StartPlan>? _plans;
    private List<Rule>? _rehearsed;
    private RefusalReason? _refusal;
    private FactNeeds? _needs;

    /// <returns>True when no later rule can change the decision.</returns>
    public bool Add(RuleVerdict verdict)
    {
        switch (verdict)
        {
            case RuleVerdict.DoesNotFit or RuleVerdict.Off:
                return false;
            case RuleVerdict.Takes takes:
                (_plans ??= []).Add(takes.Plan);
                return !takes.Rule.Continue;
            case RuleVerdict.Rehearses rehearses:
                (_rehearsed ??= []).Add(rehearses.Rule);
                return false;
            case RuleVerdict.Refuses refuses:
                _refusal ??= refuses.Rule.DryRun ? null : refuses.Reason;
                return refuses.Rule is { DryRun: false, Continue: false };
            case RuleVerdict.Lacks { Rule.DryRun: true, Needs: FactNeeds.None }:
                return false;
            case RuleVerdict.Lacks lacks:
                _needs = lacks.Needs;
                return true;
            default:
                throw new InvalidOperationException($"Nothing is known to do with {verdict}.");
        }
    }

    public Admission Sum() => (_needs, _plans) switch
    {
        ({ } needs, _) => new Admission.Undecided(needs),
        (null, { } plans) => new Admission.Admitted(plans) { Rehearsed = _rehearsed ?? [] },
        (null, null) => new Admission.Refused(_refusal ?? (_rehearsed is null ? RefusalReason.NoRule : RefusalReason.DryRun)) { Rehearsed = _rehearsed ?? [] },
    };
}
