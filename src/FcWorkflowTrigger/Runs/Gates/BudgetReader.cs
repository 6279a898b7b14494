using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Rules;

namespace FcWorkflowTrigger.Runs.Gates;

/// <summary>How much of one limit is used.</summary>
/// <param name="Scope">A rule, or <c>all rules</c>.</param>
/// <param name="Kind"><c>runsPerDay</c> or <c>concurrent</c>, as in the rules file.</param>
/// <param name="Limit">Null when the rules at hand set none.</param>
internal sealed record BudgetUse(string Scope, string Kind, int Used, int? Limit);

/// <summary>Counts the permits that runs hold: one request for each 1,000.</summary>
internal sealed class BudgetReader(IOssClient oss, Retry retry)
{
    private const string RuleScope = "r-";
    private const string AllRules = "all rules";

    /// <param name="rules">Null when there is no rules file at hand.</param>
    public async Task<IReadOnlyList<BudgetUse>> ReadAsync(RuleSet? rules, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var day = LedgerKeys.DailyPermits("", now).TrimEnd('/') + "/";
        var used = await Task.WhenAll(
            CountAsync("runsPerDay", day, cancellationToken),
            CountAsync("concurrent", LedgerKeys.ConcurrentPermitsRoot, cancellationToken));
        var limits = GetLimits(rules).ToDictionary(limit => (limit.Scope, limit.Kind), limit => limit.Limit);
        var counts = used.SelectMany(kind => kind).ToDictionary(use => (use.Scope, use.Kind), use => use.Used);

        return [.. counts.Keys.Union(limits.Keys)
            .OrderBy(key => key.Scope == AllRules ? "" : key.Scope, StringComparer.Ordinal).ThenBy(key => key.Kind, StringComparer.Ordinal)
            .Select(key => new BudgetUse(key.Scope, key.Kind, counts.GetValueOrDefault(key), limits.TryGetValue(key, out var limit) ? limit : null))];
    }

    private async Task<IEnumerable<BudgetUse>> CountAsync(string kind, string root, CancellationToken cancellationToken)
    {
        var runs = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);

        await foreach (var entry in oss.ListAllAsync(retry, root, cancellationToken))
        {
            // <scope>/<run>-<claim>: a run counts once, also when several of its claims have put a permit.
            if (entry.Key[root.Length..].Split('/') is [var scope, var name])
            {
                (runs.TryGetValue(scope, out var known) ? known : runs[scope] = []).Add(name.Split('-')[0]);
            }
        }

        return runs.Select(scope => new BudgetUse(scope.Key.StartsWith(RuleScope, StringComparison.Ordinal) ? scope.Key[RuleScope.Length..] : AllRules, kind, scope.Value.Count, null));
    }

    private static IEnumerable<BudgetUse> GetLimits(RuleSet? rules)
    {
        var budgets = rules is null ? [] : rules.Rules.Select(rule => (Scope: rule.Name, rule.Budget)).Prepend((AllRules, rules.Budget));

        foreach (var (scope, budget) in budgets)
        {
            if (budget?.RunsPerDay is { } perDay)
            {
                yield return new(scope, "runsPerDay", 0, perDay);
            }

            if (budget?.Concurrent is { } concurrent)
            {
                yield return new(scope, "concurrent", 0, concurrent);
            }
        }
    }
}
