namespace FcWorkflowTrigger.Rules;

/// <summary>The decision of the rules about one upload.</summary>
internal abstract record Admission
{
    private Admission() { }

    /// <summary>Rules on dry run that match the upload.</summary>
    public IReadOnlyList<Rule> DryRunRules { get; init; } = [];

    /// <summary>One run starts for each of the plans.</summary>
    public sealed record Admitted(IReadOnlyList<StartPlan> Plans) : Admission
    {
        public IReadOnlyList<Rule> Rules => [.. Plans.Select(plan => plan.Rule)];
    }

    /// <summary>No run starts, for a named reason.</summary>
    /// <param name="Detail">What was found, in words; null where the reason says it all.</param>
    public sealed record Refused(RefusalReason Reason, string? Detail = null) : Admission;

    /// <summary>The rules need more facts to decide.</summary>
    /// <param name="Needs">The facts to fetch; none when a regex ran out of time, so that only another try can decide.</param>
    public sealed record Undecided(FactNeeds Needs) : Admission;
}
