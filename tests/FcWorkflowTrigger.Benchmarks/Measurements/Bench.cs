using FcWorkflowTrigger.Benchmarks.Processes;

namespace FcWorkflowTrigger.Benchmarks.Measurements;

/// <summary>The input of every measurement.</summary>
/// <param name="Rounds">The number of samples of each contender.</param>
internal sealed record Bench(Subjects Subjects, int Rounds);
