using FcWorkflowTrigger.Simulation.Engine;
using FcWorkflowTrigger.Simulation.Mutations;
using FcWorkflowTrigger.Simulation.Schedules;

namespace FcWorkflowTrigger.Simulation.Commands;

/// <summary>Plays one schedule and prints its trace: the same seed prints the same text to the byte.</summary>
internal static class ReplayCommand
{
    /// <returns>0 when every promise was kept, 1 otherwise.</returns>
    public static int Run(int seed, Mutation mutation)
    {
        Ending ending = null!;
        SimulationContext.Run(() => ending = Schedule.Play(seed, mutation, traced: true));

        foreach (var line in ending.Trace)
        {
            Console.WriteLine(line);
        }

        Console.WriteLine(ending.Violation is null ? $"No promise broken; {ending.Tasks} tasks started." : $"PROMISE-BROKEN: {ending.Violation}");
        return ending.Violation is null ? 0 : 1;
    }
}
