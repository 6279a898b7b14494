namespace FcWorkflowTrigger.Rules;

/// <summary>How many runs may start. At least one of the two limits is set.</summary>
/// <param name="RunsPerDay">Runs of one UTC day: 1 to <see cref="Max"/>.</param>
/// <param name="Concurrent">At the same time, from before the start until its end is recorded: 1 to <see cref="Max"/>.</param>
/// <param name="Over">What happens to a run over the limit: one of <see cref="RuleChoices.Over"/>.</param>
internal sealed record RuleBudget(int? RunsPerDay = null, int? Concurrent = null, string Over = RuleChoices.Wait)
{
    /// <summary>Each start lists the runs that the limit counts, a thousand a request.</summary>
    public const int Max = 10_000;
}
