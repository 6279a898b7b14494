namespace FcWorkflowTrigger.Rules.Loading;

/// <summary>What a budget must keep to beyond its shape.</summary>
internal static class BudgetCheck
{
    public static IEnumerable<RuleProblem> Check(RuleBudget? budget) => budget is null
        ? []
        :
        [
            .. FieldCheck.For("budget").Require(
                budget.RunsPerDay is not null || budget.Concurrent is not null, "limits nothing; give runsPerDay, concurrent or both, or leave it out."),
            .. Limit("budget.runsPerDay", budget.RunsPerDay),
            .. Limit("budget.concurrent", budget.Concurrent),
            .. FieldCheck.For("budget.over").OneOf(budget.Over, RuleChoices.Over),
        ];

    private static FieldCheck Limit(string field, int? limit) => FieldCheck.For(field).Require(
        limit is null or (>= 1 and <= RuleBudget.Most), $"is {limit}; use 1 to {RuleBudget.Most}, or take the rule out with enabled.");
}
