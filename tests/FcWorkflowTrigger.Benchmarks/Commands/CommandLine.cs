using System.CommandLine;
using FcWorkflowTrigger.Benchmarks.Comparison;
using FcWorkflowTrigger.Benchmarks.Measurements;
using FcWorkflowTrigger.Benchmarks.Micro;
using FcWorkflowTrigger.Benchmarks.Processes;
using FcWorkflowTrigger.Benchmarks.Reporting;
using FcWorkflowTrigger.Benchmarks.Soak;

namespace FcWorkflowTrigger.Benchmarks.Commands;

/// <summary>One command for each measurement, and <c>all</c>.</summary>
internal static class CommandLine
{
    private static readonly Option<string?> Json = new("--json") { Description = "Also write the numbers to this file." };
    private static readonly Option<string?> Function = new("--function") { Description = "Measure this native binary (default: publish the function first)." };
    private static readonly Option<string?> Floor = new("--floor") { Description = "Compare with this native binary (default: publish the empty program first)." };
    private static readonly Option<string?> Before = new("--before") { Description = "Compare with this binary of the function too: an earlier one, or the other build (`start`, `memory`, `size`, `telemetry`)." };
    private static readonly Option<int?> Rounds = new("--rounds") { Description = "Samples of each (default: as many as the measurement needs)." };

    private static readonly Measurement[] Measurements =
    [
        new("start", "Exec to the first 200 of each role.", 40, StartMeasurement.RunAsync),
        new("started", "Exec to StartWorkflow accepted, over TLS.", 40, StartedMeasurement.RunAsync),
        new("callback", "Cold callback to 200, over TLS.", 100, CallbackMeasurement.RunAsync),
        new("warm", "Own time of a warm upload, and uploads per second.", 20, WarmMeasurement.RunAsync),
        new("authenticate", "Callback URLs verified per second and core, without HTTP around it.", 20, AuthenticatorMeasurement.RunAsync),
        new("verify", "Callbacks verified per second and core.", 20, VerifyMeasurement.RunAsync),
        new("rules", "Keys decided by 200 rules, per second and core.", 20, RulesMeasurement.RunAsync),
        new("memory", "Resident memory after the first event and at 100 in flight.", 10, MemoryMeasurement.RunAsync),
        new("allocations", "Allocations of a warm event.", 5, AllocationsMeasurement.RunAsync),
        new("requests", "Requests to OSS and IMS, and serial steps.", 1, RequestsMeasurement.RunAsync),
        new("size", "Published folder and zip.", 1, SizeMeasurement.RunAsync),
        new("ledger", "fcwt on a ledger with 100,000 ended and 2,000 open runs.", 5, LedgerMeasurement.RunAsync),
        new("sweep", "A sweep with 10,000 open and 1,000,000 finished runs.", 2, SweepMeasurement.RunAsync),
    ];

    // These hold a promise: the command fails where a number does not reach its target. They are not part of 'all'.
    private static readonly Measurement[] Checks =
    [
        new("forged", "Memory that large bodies add to the callback function.", 5, ForgedMeasurement.RunAsync),
        new("telemetry", "What a collector of telemetry costs a start and an upload.", 40, TelemetryMeasurement.RunAsync),
        new("deliveries", "1,000 outcomes for a dead, a slow and a healthy receiver.", 1, DeliveriesMeasurement.RunAsync),
    ];

    private sealed record Measurement(string Name, string Description, int Rounds, Func<Bench, CancellationToken, Task<IReadOnlyList<Row>>> RunAsync);

    public static RootCommand Create()
    {
        var root = new RootCommand("Measures the published function from outside. Each number is compared with a baseline that is measured in turns with it.")
        {
            Command("all", "Every measurement.", Measurements),
            SoakCommand.Create(),
            FaultsCommand.Create(),
            MicroCommand.Create(),
        };

        foreach (var measurement in Measurements)
        {
            root.Add(Command(measurement.Name, measurement.Description, [measurement]));
        }

        foreach (var check in Checks)
        {
            root.Add(Command(check.Name, check.Description, [check], failing: 1));
        }

        return root;
    }

    /// <param name="failing">The exit code when a target does not hold.</param>
    private static Command Command(string name, string description, Measurement[] measurements, int failing = 0)
    {
        var command = new Command(name, description) { Json, Function, Floor, Before, Rounds };
        command.SetAction((parsed, cancellationToken) => RunAsync(measurements, parsed, failing, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(Measurement[] measurements, ParseResult parsed, int failing, CancellationToken cancellationToken)
    {
        await Publishing.NodePackagesAsync(cancellationToken);
        var subjects = new Subjects(
            parsed.GetValue(Function) ?? await Publishing.NativeAsync("src/FcWorkflowTrigger", "bootstrap", cancellationToken),
            parsed.GetValue(Floor) ?? await Publishing.NativeAsync("tests/FcWorkflowTrigger.Benchmarks.Floor", "floor", cancellationToken));
        var rows = new List<Row>();

        foreach (var measurement in measurements)
        {
            await Console.Error.WriteLineAsync(measurement.Description);
            rows.AddRange(await measurement.RunAsync(new(subjects, parsed.GetValue(Rounds) ?? measurement.Rounds, parsed.GetValue(Before)), cancellationToken));
        }

        var report = new Report(Machine.This(), TimeProvider.System.GetUtcNow().UtcDateTime, rows);
        report.Print(Console.Out);

        if (parsed.GetValue(Json) is { } file)
        {
            await report.WriteAsync(file, cancellationToken);
        }

        return rows.TrueForAll(row => row.Holds ?? true) ? 0 : failing;
    }
}
