namespace FcWorkflowTrigger.Benchmarks.Soak;

/// <summary>The resources of one process of the function after the warm-up.</summary>
/// <param name="Resident">KiB.</param>
internal sealed record Footprint(string Role, int ProcessId, IReadOnlyList<Sample> Samples, Trend Resident, Trend Handles, Trend Threads);

/// <param name="At">The time since the load began.</param>
internal readonly record struct Sample(TimeSpan At, double ResidentKibibytes, int Handles, int Threads);
