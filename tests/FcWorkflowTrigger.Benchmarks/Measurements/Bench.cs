using FcWorkflowTrigger.Benchmarks.Cloud;
using FcWorkflowTrigger.Benchmarks.Processes;

namespace FcWorkflowTrigger.Benchmarks.Measurements;

/// <summary>The input of every measurement.</summary>
/// <param name="Rounds">The number of samples of each contender.</param>
/// <param name="Before">Another binary of the function, an earlier one or the other build, to compare with; null for none.</param>
internal sealed record Bench(Subjects Subjects, int Rounds, string? Before = null)
{
    /// <returns>The other binary in the same role; null without one.</returns>
    public Subject? BeforeAs(string role, StubCloud cloud) => Before is { } file ? Subjects.Function(role, cloud) with { Name = $"{role}, before", File = file } : null;
}
