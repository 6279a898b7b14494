using FcWorkflowTrigger.Simulation.Mutations;

namespace FcWorkflowTrigger.Simulation.Commands;

/// <summary>The schedules to play.</summary>
/// <param name="Schedules">The number of schedules. It is ignored if <paramref name="Length"/> is given.</param>
/// <param name="From">The first seed.</param>
internal sealed record RunOptions(int Schedules, TimeSpan? Length, int From, Mutation Mutation);
