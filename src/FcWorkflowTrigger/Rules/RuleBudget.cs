namespace FcWorkflowTrigger.Rules;

/// <summary>How many runs may start; at least one of the limits is there.</summary>
/// <param name="RunsPerDay">Of one UTC day: 1 to <see cref="Most"/>.</param>
/// <param name="Concurrent">At the same time, from before the start until its end is recorded: 1 to <see cref="Most"/>.</param>
/// <param name="Over">What becomes of a run beyond it: one of <see cref="RuleChoices.Over"/>.</param>
internal sealed record RuleBudget(int? RunsPerDay = null, int? Concurrent = null, string Over = RuleChoices.Wait)
{
    /// <summary>Each start lists what the limit counts, a thousand a request.</summary>
    public const int Most = 10_000;
}
