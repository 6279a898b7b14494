using System.CommandLine;
using FcWorkflowTrigger.Benchmarks.Processes;
using FcWorkflowTrigger.JourneyTests;

namespace FcWorkflowTrigger.Benchmarks.Soak;

/// <summary><c>soak</c>: load with trouble on the native function, for as long as asked; fails unless every run ends and nothing grows.</summary>
internal static class SoakCommand
{
    private static readonly Option<double> Minutes = new("--minutes") { Description = "Minutes of load (default 30).", DefaultValueFactory = _ => 30 };
    private static readonly Option<int> Rate = new("--rate") { Description = "Uploads a second (default 20).", DefaultValueFactory = _ => 20 };
    private static readonly Option<int> Seed = new("--seed") { Description = "Other numbers bring other troubles (default 1).", DefaultValueFactory = _ => 1 };
    private static readonly Option<string?> Json = new("--json") { Description = "Write the numbers to this file too." };
    private static readonly Option<string?> Bootstrap = new("--bootstrap") { Description = "Soak this native binary (default: publish the function first)." };

    // The shortest waits that are allowed, so that a lost start is settled while the load lasts.
    private static readonly Dictionary<string, string> Environment = new()
    {
        ["START_WINDOW_MINUTES"] = "15",
        ["START_SKEW_SECONDS"] = "10",
        ["START_LIST_LAG_SECONDS"] = "10",
    };

    public static Command Create()
    {
        var command = new Command("soak", "Load with trouble, for long; exits 0 only if every upload has one task and one end, and nothing grows. Not part of 'all'.")
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
