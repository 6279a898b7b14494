using FcWorkflowTrigger.Benchmarks.Processes;

namespace FcWorkflowTrigger.Benchmarks.Measurements;

/// <summary>What every measurement is given.</summary>
/// <param name="Rounds">How many samples of each contender.</param>
internal sealed record Bench(Subjects Subjects, int Rounds);
