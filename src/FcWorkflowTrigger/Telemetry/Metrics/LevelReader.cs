using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Runs.Gates;
using FcWorkflowTrigger.Telemetry.Otlp;

namespace FcWorkflowTrigger.Telemetry.Metrics;

/// <summary>Reads how things stand at the end of a sweep.</summary>
internal sealed class LevelReader(Outbox outbox, BudgetReader budgets, RuleSet rules, TimeProvider clock)
{
    // More than this is not counted: the number says enough.
    private const int MostCounted = 20_000;

    /// <param name="delivers">Whether outcomes are delivered to anybody.</param>
    public async Task<IReadOnlyList<Metric>> ReadAsync(SweepFacts sweep, bool delivers, CancellationToken cancellationToken)
    {
        var hasBudget = rules.Budget is not null || rules.Rules.Any(rule => rule.Budget is not null);
        var used = hasBudget ? await budgets.ReadAsync(rules, clock.GetUtcNow(), cancellationToken) : [];
        return MetricFactory.CreateSweep(
            sweep,
            delivers ? await outbox.CountAsync(MostCounted, cancellationToken) : null,
            [.. used.Where(budget => budget.Limit is not null)]);
    }
}
