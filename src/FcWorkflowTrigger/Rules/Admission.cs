namespace FcWorkflowTrigger.Rules;

/// <summary>What the rules say of one upload.</summary>
internal abstract record Admission
{
    private Admission() { }

    /// <summary>One run starts for each of the rules.</summary>
    public sealed record Admitted(IReadOnlyList<Rule> Rules) : Admission;

    /// <summary>No run starts, and the reason has a name.</summary>
    public sealed record Refused(RefusalReason Reason) : Admission;
}
