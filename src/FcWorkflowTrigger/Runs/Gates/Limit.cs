using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Rules;

namespace FcWorkflowTrigger.Runs.Gates;

/// <summary>One limit as it stands now.</summary>
/// <param name="Prefix">What the keys of its permits start with.</param>
/// <param name="Most">How many runs may hold one.</param>
/// <param name="Says">For people: <c>runsPerDay 10 of rule 'video'</c>.</param>
/// <param name="Refuses">Beyond it a run ends unstarted; else it waits.</param>
internal sealed record Limit(string Prefix, int Most, string Says, bool Refuses)
{
    /// <summary>A run's permit under it goes when the run is over.</summary>
    public bool CountsUnended => Prefix.StartsWith(LedgerKeys.NowPermitsRoot, StringComparison.Ordinal);

    public string KeyOf(WorkflowRun run) => Prefix + Permit.NameOf(run.Id, run.Epoch);

    /// <param name="scope">A part of keys.</param>
    /// <param name="of">Whose budget it is, for people.</param>
    public static IEnumerable<Limit> From(RuleBudget? budget, string scope, string of, DateTimeOffset now)
    {
        var refuses = budget?.Over == RuleChoices.Refuse;

        if (budget?.RunsPerDay is { } day)
        {
            yield return new(LedgerKeys.DayPermits(scope, now), day, $"runsPerDay {day} of {of}", refuses);
        }

        if (budget?.Concurrent is { } most)
        {
            yield return new(LedgerKeys.NowPermits(scope), most, $"concurrent {most} of {of}", refuses);
        }
    }
}
