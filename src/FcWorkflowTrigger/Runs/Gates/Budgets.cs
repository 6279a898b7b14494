using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Rules;

namespace FcWorkflowTrigger.Runs.Gates;

/// <summary>Which limits a run is under: always those deployed now, so that a raised budget lets waiting runs go.</summary>
internal sealed class Budgets(RuleSet rules, TimeProvider clock)
{
    private readonly Dictionary<string, RuleBudget> _ofRules =
        rules.Rules.Where(rule => rule.Budget is not null).ToDictionary(rule => rule.Name, rule => rule.Budget!, StringComparer.Ordinal);

    /// <param name="rule">Its name; one that is gone leaves only the budget of all.</param>
    public bool Govern(string rule) => rules.Budget is not null || _ofRules.ContainsKey(rule);

    public IReadOnlyList<Limit> For(string rule)
    {
        var (now, scopes) = (clock.GetUtcNow(), LedgerKeys.PermitScopes(rule));
        return [.. Limit.From(rules.Budget, scopes.All, "all rules", now), .. Limit.From(_ofRules.GetValueOrDefault(rule), scopes.Rule, $"rule '{rule}'", now)];
    }
}
