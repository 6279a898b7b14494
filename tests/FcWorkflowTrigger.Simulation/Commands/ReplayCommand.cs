using FcWorkflowTrigger.Simulation.Engine;
using FcWorkflowTrigger.Simulation.Mutations;
using FcWorkflowTrigger.Simulation.Schedules;

namespace FcWorkflowTrigger.Simulation.Commands;

/// <summary>Plays one schedule and prints its trace. The same seed always prints exactly the same text.</summary>
internal static class ReplayCommand
{
    /// <returns>0 if every promise was kept, otherwise 1.</returns>
    public static int Run(int seed, Mutation mutation)
    {
        ScheduleResult result = null!;
        SimulationContext.Run(() => result = Schedule.Play(seed, mutation, traced: true));

        foreach (var line in result.Trace)
        {
            Console.WriteLine(line);
        }

        Console.WriteLine(result.Violation is null ? $"No promise broken; {result.Tasks} tasks started." : $"PROMISE-BROKEN: {result.Violation}");
        return result.Violation is null ? 0 : 1;
    }
}
