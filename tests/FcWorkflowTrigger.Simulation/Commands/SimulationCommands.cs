using System.CommandLine;
using FcWorkflowTrigger.Simulation.Mutations;

namespace FcWorkflowTrigger.Simulation.Commands;

/// <summary><c>run</c> plays many schedules, <c>replay</c> shows one.</summary>
internal static class SimulationCommands
{
    private static readonly Option<int> Schedules = new("--schedules") { Description = "Number of schedules to play (default 100000).", DefaultValueFactory = _ => 100_000 };
    private static readonly Option<double?> Minutes = new("--minutes") { Description = "Play schedules for this many minutes, instead of a fixed number." };
    private static readonly Option<int> From = new("--from") { Description = "The first seed (default 0)." };
    private static readonly Option<Mutation> Mutation = new("--mutation") { Description = "Switch off one protection." };
    private static readonly Argument<int> Seed = new("seed") { Description = "The seed of the schedule." };

    public static RootCommand Create()
    {
        var run = new Command("run", "Plays schedules. Stops at the first schedule that breaks a promise, and prints its seed.") { Schedules, Minutes, From, Mutation };
        run.SetAction(parsed => RunCommand.Run(new(
            parsed.GetValue(Schedules),
            parsed.GetValue(Minutes) is { } minutes ? TimeSpan.FromMinutes(minutes) : null,
            parsed.GetValue(From),
            parsed.GetValue(Mutation))));

        var replay = new Command("replay", "Plays one schedule and prints every step of it.") { Seed, Mutation };
        replay.SetAction(parsed => ReplayCommand.Run(parsed.GetValue(Seed), parsed.GetValue(Mutation)));

        return new("Runs the production code in a simulated OSS, IMS and Function Compute, with injected faults.") { run, replay };
    }
}
