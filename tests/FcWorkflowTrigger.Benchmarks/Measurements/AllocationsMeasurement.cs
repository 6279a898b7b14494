using FcWorkflowTrigger.Benchmarks.Cloud;
using FcWorkflowTrigger.Benchmarks.Measuring;
using FcWorkflowTrigger.Benchmarks.Processes;
using FcWorkflowTrigger.Benchmarks.Reporting;

namespace FcWorkflowTrigger.Benchmarks.Measurements;

/// <summary>
/// What a warm event allocates in the native process, server and HTTP client included: the collector is given so much room that it never
/// runs, and the growth of resident memory is counted.
/// </summary>
internal static class AllocationsMeasurement
{
    private const int WarmUp = 200;
    private const int Events = 500;
    private const string RoomToGrow = "0x20000000"; // 512 MiB, which this many events do not fill

    public static async Task<IReadOnlyList<Row>> RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        await using var cloud = await StubCloud.StartAsync(cancellationToken);
        var ingest = bench.Subjects.Function("ingest", cloud);

        var rows = await Interleaved.RunAsync(
            "allocated by a warm event",
            "KiB",
            bench.Rounds,
            [
                new(Subjects.FloorName, token => GrowthAsync(bench.Subjects.Floor, process => process.Http.GetByteArrayAsync("/", token), token)),
                new(ingest.Name, token => GrowthAsync(ingest, process => process.InvokeAsync(UploadEvent.New(), token), token)),
            ],
            cancellationToken);

        return [rows[0], rows[1] with { Target = Target.P50(32) }];
    }

    private static async Task<double> GrowthAsync(Subject subject, Func<ServerProcess, Task> send, CancellationToken cancellationToken)
    {
        await using var process = await ServerProcess.ServingAsync(subject.With("DOTNET_GCgen0size", RoomToGrow), cancellationToken);
        await RepeatAsync(WarmUp, process, send);
        var before = process.Stats.ResidentMebibytes;
        await RepeatAsync(Events, process, send);
        return (process.Stats.ResidentMebibytes - before) * 1024 / Events;
    }

    private static async Task RepeatAsync(int count, ServerProcess process, Func<ServerProcess, Task> send)
    {
        for (var sent = 0; sent < count; sent++)
        {
            await send(process);
        }
    }
}
