namespace FcWorkflowTrigger.Ledger;

/// <summary>What became of a compare-and-append.</summary>
internal abstract record Append
{
    private Append() { }

    /// <summary>The record is in the log, exactly here.</summary>
    public sealed record Won(RunHistory History) : Append;

    /// <summary>Somebody else's record is in that place; ours is nowhere.</summary>
    public sealed record Lost : Append
    {
        public static Lost Instance { get; } = new();
    }
}
