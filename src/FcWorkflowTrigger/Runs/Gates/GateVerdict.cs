using FcWorkflowTrigger.Ledger.Records;

namespace FcWorkflowTrigger.Runs.Gates;

/// <summary>Whether a claimed run may start now.</summary>
internal abstract record GateVerdict
{
    private GateVerdict() { }

    /// <param name="Permits">What it is now counted by; null where nothing counts it.</param>
    public sealed record Open(IReadOnlyList<string>? Permits) : GateVerdict
    {
        public static Open Uncounted { get; } = new((IReadOnlyList<string>?)null);
    }

    /// <summary>Not yet: it stays as it is, and sweeps ask again.</summary>
    /// <param name="For">What has to change first, for people.</param>
    public sealed record Waits(string For) : GateVerdict;

    /// <summary>Never.</summary>
    public sealed record Ends(CancelRecord End) : GateVerdict;
}
