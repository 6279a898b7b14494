using FcWorkflowTrigger.Benchmarks.Cloud;
using FcWorkflowTrigger.Benchmarks.Measuring;
using FcWorkflowTrigger.Benchmarks.Processes;
using FcWorkflowTrigger.Benchmarks.Reporting;

namespace FcWorkflowTrigger.Benchmarks.Measurements;

/// <summary>The allocations of a warm event in the whole process, including the server and the HTTP client. The same code is compiled by the JIT here.</summary>
internal static class AllocationsMeasurement
{
    private const int WarmUp = 200;
    private const int Events = 200;

    public static async Task<IReadOnlyList<Row>> RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        await using var cloud = await StubCloud.StartAsync(cancellationToken);
        var (floor, floorPort) = await Managed.HookedAsync(bench.Subjects.Floor, "tests/FcWorkflowTrigger.Benchmarks.Floor", "floor", cancellationToken);
        var (ingest, ingestPort) = await Managed.HookedAsync(
            bench.Subjects.Function("ingest", cloud), "src/FcWorkflowTrigger", "bootstrap", cancellationToken);
        await using var floorProcess = await ServerProcess.ServingAsync(floor, cancellationToken);
        await using var ingestProcess = await ServerProcess.ServingAsync(ingest, cancellationToken);

        Task SendFloorAsync() => floorProcess.GetAsync(cancellationToken);
        Task SendIngestAsync() => ingestProcess.InvokeAsync(UploadEvent.New(), cancellationToken);
        await RepeatAsync(WarmUp, SendFloorAsync);
        await RepeatAsync(WarmUp, SendIngestAsync);

        var rows = await Interleaved.RunAsync(
            "allocated by a warm event",
            "KiB",
            bench.Rounds,
            [
                new(floor.Name, token => AllocatedAsync(floorPort, SendFloorAsync, token)),
                new(ingest.Name, token => AllocatedAsync(ingestPort, SendIngestAsync, token)),
            ],
            cancellationToken);

        return [rows[0], rows[1] with { Target = Target.P50(32) }];
    }

    private static async Task<double> AllocatedAsync(int port, Func<Task> send, CancellationToken cancellationToken)
    {
        var before = await Managed.AllocatedAsync(port, cancellationToken);
        await RepeatAsync(Events, send);
        return (await Managed.AllocatedAsync(port, cancellationToken) - before) / Events / 1024;
    }

    private static async Task RepeatAsync(int count, Func<Task> send)
    {
        for (var sent = 0; sent < count; sent++)
        {
            await send();
        }
    }
}
