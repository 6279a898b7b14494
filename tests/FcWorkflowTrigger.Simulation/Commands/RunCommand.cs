using System.Diagnostics;
using System.Globalization;
using FcWorkflowTrigger.Simulation.Engine;
using FcWorkflowTrigger.Simulation.Schedules;

namespace FcWorkflowTrigger.Simulation.Commands;

/// <summary>Plays schedules on every core, says how far it is, and what was met on the way.</summary>
internal static class RunCommand
{
    private const int Batch = 5_000;

    /// <returns>0 when every promise was kept, 1 otherwise.</returns>
    public static int Run(RunOptions options)
    {
        var (since, tally, tasks, played) = (Stopwatch.StartNew(), new Tally(), 0L, 0);

        while (options.Length is { } length ? since.Elapsed < length : played < options.Schedules)
        {
            var size = options.Length is null ? Math.Min(Batch, options.Schedules - played) : Batch;
            var endings = Play(options, options.From + played, size);
            played += size;

            foreach (var ending in endings)
            {
                tally.Add(ending.Tally);
                tasks += ending.Tasks;
            }

            if (Array.FindIndex(endings, ending => ending.Violation is not null) is >= 0 and var broken)
            {
                return Broken(options, options.From + played - size + broken, endings[broken].Violation!);
            }

            Say($"{played,9} schedules  {since.Elapsed.TotalSeconds,6:0.0} s");
        }

        Say($"{played} schedules, {tasks} tasks started, no promise broken, in {since.Elapsed.TotalSeconds:0.0} s. Met on the way:");
        Say(string.Join(", ", tally.Counts.Select(met => string.Create(CultureInfo.InvariantCulture, $"{met.Name} {met.Count}"))));
        return 0;
    }

    private static Ending[] Play(RunOptions options, int first, int count)
    {
        var (endings, next) = (new Ending[count], -1);
        SimulationContext.Run(Environment.ProcessorCount, _ =>
        {
            while (Interlocked.Increment(ref next) is var index && index < count)
            {
                endings[index] = Schedule.Play(first + index, options.Mutation);
            }
        });
        return endings;
    }

    private static int Broken(RunOptions options, int seed, string violation)
    {
        Console.Error.WriteLine($"PROMISE-BROKEN: schedule {seed}: {violation}");
        Console.Error.WriteLine(
            $"See every step: dotnet run -c Release --project tests/FcWorkflowTrigger.Simulation -- replay {seed} --mutation {options.Mutation}");
        return 1;
    }

    private static void Say(FormattableString text) => Say(text.ToString(CultureInfo.InvariantCulture));

    private static void Say(string text) => Console.WriteLine(text);
}
