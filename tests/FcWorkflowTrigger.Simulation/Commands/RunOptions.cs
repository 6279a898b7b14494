using FcWorkflowTrigger.Simulation.Mutations;

namespace FcWorkflowTrigger.Simulation.Commands;

/// <summary>Which schedules to play.</summary>
/// <param name="Schedules">How many, unless <paramref name="Length"/> is given.</param>
/// <param name="From">The first seed.</param>
internal sealed record RunOptions(int Schedules, TimeSpan? Length, int From, Mutation Mutation);
