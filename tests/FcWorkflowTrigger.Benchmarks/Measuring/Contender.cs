namespace FcWorkflowTrigger.Benchmarks.Measuring;

/// <summary>One of those compared.</summary>
/// <param name="Sample">Takes one sample, in the unit of the measurement.</param>
internal sealed record Contender(string Name, Func<CancellationToken, Task<double>> Sample);
