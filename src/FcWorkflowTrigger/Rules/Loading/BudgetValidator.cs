namespace FcWorkflowTrigger.Rules.Loading;

/// <summary>Checks a budget beyond its JSON shape.</summary>
internal static class BudgetValidator
{
    public static IEnumerable<RuleProblem> Validate(RuleBudget? budget) => budget is null
        ? []
        :
        [
            .. FieldValidator.For("budget").Require(
                budget.RunsPerDay is not null || budget.Concurrent is not null, "limits nothing; give runsPerDay, concurrent or both, or leave it out."),
            .. ValidateLimit("budget.runsPerDay", budget.RunsPerDay),
            .. ValidateLimit("budget.concurrent", budget.Concurrent),
            .. FieldValidator.For("budget.over").RequireOneOf(budget.Over, RuleChoices.Over),
        ];

    private static FieldValidator ValidateLimit(string field, int? limit) => FieldValidator.For(field).Require(
        limit is null or (>= 1 and <= RuleBudget.Max), $"is {limit}; use 1 to {RuleBudget.Max}, or switch the rule off with enabled.");
}
