using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Outcomes;
using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Runs.Gates;

namespace FcWorkflowTrigger.Telemetry.Metrics;

/// <summary>Reads how things stand at the end of a sweep, and tells the log: with a collector and without one the numbers are the same.</summary>
internal sealed class LevelReport(
    Outbox outbox, BudgetReader budgets, RuleSet rules, IEnumerable<IOutcomeSink> sinks, ILogger<LevelReport> logger, TimeProvider clock)
{
    // More than this is not counted: the number says enough.
    private const int MostCounted = 20_000;

    private readonly bool _delivers = sinks.Any(sink => sink.IsReceiver);

    /// <summary>Never fails: what cannot be read now is left out.</summary>
    public async Task<Levels> CreateAsync(SweepFacts sweep, CancellationToken cancellationToken)
    {
        var (undelivered, used) = ((int?)null, (IReadOnlyList<BudgetUse>)[]);

        try
        {
            var hasBudget = rules.Budget is not null || rules.Rules.Any(rule => rule.Budget is not null);
            used = hasBudget ? [.. (await budgets.ReadAsync(rules, clock.GetUtcNow(), cancellationToken)).Where(budget => budget.Limit is not null)] : [];
            undelivered = _delivers ? await outbox.CountAsync(MostCounted, cancellationToken) : null;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            LevelLog.Unread(logger, failure);
        }

        LevelLog.Levels(logger, sweep.Open, sweep.Waiting, sweep.Parked, undelivered ?? 0);

        foreach (var budget in used)
        {
            LevelLog.Budget(logger, budget.Used, budget.Limit!.Value, budget.Kind, budget.Scope);
        }

        return new(sweep, undelivered, used);
    }
}

/// <summary>How things stand at the end of a sweep.</summary>
/// <param name="Undelivered">Outcomes that are not delivered to all receivers; null without receivers, and where they could not be counted.</param>
/// <param name="Budgets">Only those with a limit.</param>
internal sealed record Levels(SweepFacts Sweep, int? Undelivered, IReadOnlyList<BudgetUse> Budgets);
