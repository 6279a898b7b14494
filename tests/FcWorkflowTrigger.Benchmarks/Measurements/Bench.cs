using FcWorkflowTrigger.Benchmarks.Processes;

namespace FcWorkflowTrigger.Benchmarks.Measurements;

/// <summary>The input of every measurement.</summary>
/// <param name="Rounds">The number of samples of each contender.</param>
/// <param name="Before">Another native binary of the function, to compare with; null for none.</param>
internal sealed record Bench(Subjects Subjects, int Rounds, string? Before = null);
