namespace FcWorkflowTrigger.Benchmarks.Soak;

/// <summary>What one process of the function held while it was judged.</summary>
/// <param name="Resident">KiB.</param>
internal sealed record Footprint(string Role, int ProcessId, IReadOnlyList<Sample> Samples, Trend Resident, Trend Handles, Trend Threads);

/// <param name="At">Since the load began.</param>
internal readonly record struct Sample(TimeSpan At, double ResidentKibibytes, int Handles, int Threads);
