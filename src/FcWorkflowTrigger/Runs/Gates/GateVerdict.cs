using FcWorkflowTrigger.Ledger.Records;

namespace FcWorkflowTrigger.Runs.Gates;

/// <summary>Whether a claimed run may start now.</summary>
internal abstract record GateVerdict
{
    private GateVerdict() { }

    /// <summary>The run may start.</summary>
    /// <param name="Permits">The permits that count the run; null when no budget counts it.</param>
    public sealed record Open(IReadOnlyList<string>? Permits) : GateVerdict
    {
        public static Open Uncounted { get; } = new((IReadOnlyList<string>?)null);
    }

    /// <summary>The run must wait. It stays unchanged, and the sweeps ask again.</summary>
    /// <param name="For">What the run waits for, for the log.</param>
    public sealed record Waits(string For) : GateVerdict;

    /// <summary>The run must not start. It ends.</summary>
    public sealed record Ends(CancelRecord End) : GateVerdict;
}
