using System.Diagnostics;
using System.Globalization;
using FcWorkflowTrigger.Simulation.Engine;
using FcWorkflowTrigger.Simulation.Schedules;

namespace FcWorkflowTrigger.Simulation.Commands;

/// <summary>Plays schedules on all cores. Prints the progress, and at the end how often each fault and each situation occurred.</summary>
internal static class RunCommand
{
    private const int Batch = 5_000;

    /// <returns>0 if every promise was kept, otherwise 1.</returns>
    public static int Run(RunOptions options)
    {
        var (since, counts, tasks, played) = (Stopwatch.StartNew(), new FaultCounts(), 0L, 0);

        while (options.Length is { } length ? since.Elapsed < length : played < options.Schedules)
        {
            var size = options.Length is null ? Math.Min(Batch, options.Schedules - played) : Batch;
            var results = Play(options, options.From + played, size);
            played += size;

            foreach (var result in results)
            {
                counts.Add(result.Counts);
                tasks += result.Tasks;
            }

            if (Array.FindIndex(results, result => result.Violation is not null) is >= 0 and var failed)
            {
                return ReportViolation(options, options.From + played - size + failed, results[failed].Violation!);
            }

            Write($"{played,9} schedules  {since.Elapsed.TotalSeconds,6:0.0} s");
        }

        Write($"{played} schedules, {tasks} tasks started, no promise broken, in {since.Elapsed.TotalSeconds:0.0} s. Faults and situations that occurred:");
        Write(string.Join(", ", counts.ByName.Select(entry => string.Create(CultureInfo.InvariantCulture, $"{entry.Name} {entry.Count}"))));
        return 0;
    }

    private static ScheduleResult[] Play(RunOptions options, int first, int count)
    {
        var (results, next) = (new ScheduleResult[count], -1);
        SimulationContext.Run(Environment.ProcessorCount, _ =>
        {
            while (Interlocked.Increment(ref next) is var index && index < count)
            {
                results[index] = Schedule.Play(first + index, options.Mutation);
            }
        });
        return results;
    }

    private static int ReportViolation(RunOptions options, int seed, string violation)
    {
        Console.Error.WriteLine($"PROMISE-BROKEN: schedule {seed}: {violation}");
        Console.Error.WriteLine(
            $"To see every step, run: dotnet run -c Release --project tests/FcWorkflowTrigger.Simulation -- replay {seed} --mutation {options.Mutation}");
        return 1;
    }

    private static void Write(FormattableString text) => Write(text.ToString(CultureInfo.InvariantCulture));

    private static void Write(string text) => Console.WriteLine(text);
}
