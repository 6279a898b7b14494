using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Rules;

namespace FcWorkflowTrigger.Runs.Gates;

/// <summary>One limit at the present time.</summary>
/// <param name="Prefix">The prefix of the keys of its permits.</param>
/// <param name="Max">How many runs may hold a permit.</param>
/// <param name="Description">For the log: <c>runsPerDay 10 of rule 'video'</c>.</param>
/// <param name="Refuses">True when a run over the limit is refused; false when it waits.</param>
internal sealed record Limit(string Prefix, int Max, string Description, bool Refuses)
{
    /// <summary>The permit of a run is deleted when the run is over.</summary>
    public bool CountsUnended => Prefix.StartsWith(LedgerKeys.ConcurrentPermitsRoot, StringComparison.Ordinal);

    public string GetKey(WorkflowRun run) => Prefix + Permit.FormatName(run.Id, run.Epoch);

    /// <param name="scope">The scope, as it is in the keys.</param>
    /// <param name="owner">Whose budget it is, for the log.</param>
    public static IEnumerable<Limit> From(RuleBudget? budget, string scope, string owner, DateTimeOffset now)
    {
        var refuses = budget?.Over == RuleChoices.Refuse;

        if (budget?.RunsPerDay is { } perDay)
        {
            yield return new(LedgerKeys.DailyPermits(scope, now), perDay, $"runsPerDay {perDay} of {owner}", refuses);
        }

        if (budget?.Concurrent is { } concurrent)
        {
            yield return new(LedgerKeys.ConcurrentPermits(scope), concurrent, $"concurrent {concurrent} of {owner}", refuses);
        }
    }
}
