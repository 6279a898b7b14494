namespace FcWorkflowTrigger.Rules;

/// <summary>What the rules say of one upload.</summary>
internal abstract record Admission
{
    private Admission() { }

    /// <summary>Rules on dry run that would have taken the upload.</summary>
    public IReadOnlyList<Rule> DryRunRules { get; init; } = [];

    /// <summary>One run starts for each of the plans.</summary>
    public sealed record Admitted(IReadOnlyList<StartPlan> Plans) : Admission
    {
        public IReadOnlyList<Rule> Rules => [.. Plans.Select(plan => plan.Rule)];
    }

    /// <summary>No run starts, and the reason has a name.</summary>
    public sealed record Refused(RefusalReason Reason) : Admission;

    /// <summary>The rules must be asked again with more facts.</summary>
    /// <param name="Needs">What to fetch first; none when a pattern ran out of time, so that only another try can tell.</param>
    public sealed record Undecided(FactNeeds Needs) : Admission;
}
