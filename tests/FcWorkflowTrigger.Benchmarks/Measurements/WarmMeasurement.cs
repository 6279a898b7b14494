using System.Diagnostics;
using FcWorkflowTrigger.Benchmarks.Cloud;
using FcWorkflowTrigger.Benchmarks.Measuring;
using FcWorkflowTrigger.Benchmarks.Processes;
using FcWorkflowTrigger.Benchmarks.Reporting;

namespace FcWorkflowTrigger.Benchmarks.Measurements;

/// <summary>The cost of an upload in a warm process. The load generator and the cloud run on the same machine as the measured programs.</summary>
internal static class WarmMeasurement
{
    private const int WarmUp = 500;
    private const int EventsAtATime = 300;
    private static readonly int[] InFlight = [1, 16, 64];

    public static async Task<IReadOnlyList<Row>> RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        await using var cloud = await StubCloud.StartAsync(cancellationToken);
        await using var node = await WarmAsync(Subjects.PlainNode(cloud), cancellationToken);
        await using var ingest = await WarmAsync(bench.Subjects.Function("ingest", cloud), cancellationToken);
        (string, ServerProcess)[] contenders = [(Subjects.NodeName, node), ("ingest", ingest)];

        Task<IReadOnlyList<Row>> CompareAsync(string what, string unit, int rounds, Func<ServerProcess, CancellationToken, Task<double>> sample) =>
            Interleaved.RunAsync(
                what, unit, rounds, [.. contenders.Select(one => new Contender(one.Item1, token => sample(one.Item2, token)))], cancellationToken);

        var own = await CompareAsync("upload, warm, time not spent at the cloud", "ms", bench.Rounds * 50, (process, token) => OwnTimeAsync(process, cloud, token));
        var processor = await CompareAsync("upload, warm, processor time", "ms", bench.Rounds, ProcessorTimeAsync);
        var beside = await CompareAsync("upload, warm, processor time of the load and the cloud", "ms", bench.Rounds, TimeBesideAsync);
        var rows = new List<Row> { own[0], own[1] with { Target = Target.P50(0.3) }, processor[0], processor[1] with { Target = Target.TimesAtMost(1.1) }, beside[0], beside[1] };

        foreach (var inFlight in InFlight)
        {
            var rates = await CompareAsync($"uploads per second, {inFlight} in flight", "1/s", bench.Rounds, (process, token) => RateAsync(process, inFlight, token));
            rows.AddRange([rates[0], rates[1] with { Target = Target.TimesAtLeast(2) }]);
        }

        return rows;
    }

    public static async Task<ServerProcess> WarmAsync(Subject subject, CancellationToken cancellationToken)
    {
        var process = await ServerProcess.ServingAsync(subject, cancellationToken);
        await process.InvokeManyAsync(WarmUp, inFlight: 16, cancellationToken);
        return process;
    }

    private static async Task<double> OwnTimeAsync(ServerProcess process, StubCloud cloud, CancellationToken cancellationToken)
    {
        var upload = process.Uploads(1).Single();
        var requests = cloud.RecordedRequests = new();
        var begin = Stopwatch.GetTimestamp();
        await process.InvokeAsync(upload, cancellationToken);
        var elapsed = Stopwatch.GetElapsedTime(begin);
        cloud.RecordedRequests = null;
        return (elapsed - requests.BusyTime()).TotalMilliseconds;
    }

    public static async Task<double> ProcessorTimeAsync(ServerProcess process, CancellationToken cancellationToken)
    {
        var uploads = process.Uploads(EventsAtATime);
        var before = process.Stats.ProcessorNanoseconds();
        await process.InvokeAllAsync(uploads, inFlight: 1, cancellationToken);
        return (process.Stats.ProcessorNanoseconds() - before) / EventsAtATime / 1e6;
    }

    // The measured programs cannot use the processor time that this process takes.
    private static async Task<double> TimeBesideAsync(ServerProcess process, CancellationToken cancellationToken)
    {
        var uploads = process.Uploads(EventsAtATime);
        var before = Environment.CpuUsage.TotalTime;
        await process.InvokeAllAsync(uploads, inFlight: 1, cancellationToken);
        return (Environment.CpuUsage.TotalTime - before).TotalMilliseconds / EventsAtATime;
    }

    private static async Task<double> RateAsync(ServerProcess process, int inFlight, CancellationToken cancellationToken)
    {
        var uploads = process.Uploads(EventsAtATime);
        var since = Stopwatch.StartNew();
        await process.InvokeAllAsync(uploads, inFlight, cancellationToken);
        return EventsAtATime / since.Elapsed.TotalSeconds;
    }
}
