using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Rules;

namespace FcWorkflowTrigger.Runs.Gates;

/// <summary>Finds the limits that apply to a run: always those of the current deployment, so that a raised budget admits waiting runs.</summary>
internal sealed class Budgets(RuleSet rules, TimeProvider clock)
{
    private readonly Dictionary<string, RuleBudget> _byRule =
        rules.Rules.Where(rule => rule.Budget is not null).ToDictionary(rule => rule.Name, rule => rule.Budget!, StringComparer.Ordinal);

    /// <param name="rule">The name of the rule; for a rule that was removed, only the budget of all rules applies.</param>
    public bool Govern(string rule) => rules.Budget is not null || _byRule.ContainsKey(rule);

    public IReadOnlyList<Limit> GetLimits(string rule)
    {
        var (now, scopes) = (clock.GetUtcNow(), LedgerKeys.PermitScopes(rule));
        return [.. Limit.From(rules.Budget, scopes.All, "all rules", now), .. Limit.From(_byRule.GetValueOrDefault(rule), scopes.Rule, $"rule '{rule}'", now)];
    }
}
