namespace FcWorkflowTrigger.Ledger;

/// <summary>The result of a compare-and-append.</summary>
internal abstract record Append
{
    private Append() { }

    /// <summary>The record is in the log, at the expected place.</summary>
    public sealed record Won(RunHistory History) : Append;

    /// <summary>Another record is in that place; this record was not written.</summary>
    public sealed record Lost : Append
    {
        public static Lost Instance { get; } = new();
    }
}
