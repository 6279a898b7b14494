using System.CommandLine;
using FcWorkflowTrigger.Benchmarks.Processes;
using FcWorkflowTrigger.JourneyTests;

namespace FcWorkflowTrigger.Benchmarks.Soak;

/// <summary><c>soak</c>: load and faults on the native function for the given time. It fails unless every run ends and no resource grows.</summary>
internal static class SoakCommand
{
    private static readonly Option<double> Minutes = new("--minutes") { Description = "Minutes of load (default 30).", DefaultValueFactory = _ => 30 };
    private static readonly Option<int> Rate = new("--rate") { Description = "Uploads per second (default 20).", DefaultValueFactory = _ => 20 };
    private static readonly Option<int> Seed = new("--seed") { Description = "Seed of the random faults (default 1).", DefaultValueFactory = _ => 1 };
    private static readonly Option<string?> Json = new("--json") { Description = "Also write the numbers to this file." };
    private static readonly Option<string?> Bootstrap = new("--bootstrap") { Description = "Test this native binary (default: publish the function first)." };

    // The shortest allowed waits, so that a lost start is resolved during the load.
    private static readonly Dictionary<string, string> Environment = new()
    {
        ["START_WINDOW_MINUTES"] = "15",
        ["START_SKEW_SECONDS"] = "10",
        ["START_LIST_LAG_SECONDS"] = "10",
    };

    public static Command Create()
    {
        var command = new Command("soak", "Long load with faults. Exits 0 only if every upload has one task and one end, and no resource grows. Not part of 'all'.")
        {
            Minutes, Rate, Seed, Json, Bootstrap,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var bootstrap = parsed.GetValue(Bootstrap) ?? await Publishing.NativeAsync("src/FcWorkflowTrigger", "bootstrap", cancellationToken);
        var options = new SoakOptions(TimeSpan.FromMinutes(parsed.GetValue(Minutes)), parsed.GetValue(Rate), parsed.GetValue(Seed), Path.GetFullPath(bootstrap, Publishing.Root));

        await using var cloud = await LocalCloud.StartAsync(Environment, "--bootstrap", options.Bootstrap, "--preparing", "0.5", "--processing", "1");
        var report = await new SoakRun(cloud, options).RunAsync(cancellationToken);
        report.Print(Console.Out);

        if (parsed.GetValue(Json) is { } file)
        {
            await report.WriteAsync(Path.GetFullPath(file, Publishing.Root), cancellationToken);
        }

        return report.Problems.Count == 0 ? 0 : 1;
    }
}
