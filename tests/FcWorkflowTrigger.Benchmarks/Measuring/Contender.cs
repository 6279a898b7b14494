namespace FcWorkflowTrigger.Benchmarks.Measuring;

/// <summary>One of the compared programs.</summary>
/// <param name="Sample">Takes one sample, in the unit of the measurement.</param>
internal sealed record Contender(string Name, Func<CancellationToken, Task<double>> Sample);
