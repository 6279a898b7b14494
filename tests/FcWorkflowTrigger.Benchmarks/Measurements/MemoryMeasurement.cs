using FcWorkflowTrigger.Benchmarks.Cloud;
using FcWorkflowTrigger.Benchmarks.Measuring;
using FcWorkflowTrigger.Benchmarks.Processes;
using FcWorkflowTrigger.Benchmarks.Reporting;

namespace FcWorkflowTrigger.Benchmarks.Measurements;

/// <summary>Resident memory. Function Compute charges for memory by the second.</summary>
internal static class MemoryMeasurement
{
    private const int InFlight = 100;
    private static readonly TimeSpan ReplyDelay = TimeSpan.FromMilliseconds(300);

    public static async Task<IReadOnlyList<Row>> RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        await using var cloud = await StubCloud.StartTlsAsync(cancellationToken);
        Subject[] subjects = [bench.Subjects.Floor, bench.Subjects.Function("ingest", cloud), Subjects.PlainNode(cloud)];

        Task<IReadOnlyList<Row>> CompareAsync(string what, Func<Subject, CancellationToken, Task<double>> sample) => Interleaved.RunAsync(
            what, "MiB", bench.Rounds, [.. subjects.Select(subject => new Contender(subject.Name, token => sample(subject, token)))], cancellationToken);

        var first = await CompareAsync("memory after the first event, TLS", AfterFirstAsync);
        cloud.Delay = ReplyDelay;
        var many = await CompareAsync($"memory at {InFlight} in flight, TLS", AtManyAsync);
        return [first[0], first[1] with { Target = Target.P50(30) }, first[2], many[0], many[1] with { Target = Target.P50(48) }, many[2]];
    }

    private static async Task<double> AfterFirstAsync(Subject subject, CancellationToken cancellationToken)
    {
        await using var process = await ServerProcess.ServingAsync(subject, cancellationToken);
        await SendAsync(process, subject, 1, cancellationToken);
        return process.Stats.ResidentMebibytes;
    }

    private static async Task<double> AtManyAsync(Subject subject, CancellationToken cancellationToken)
    {
        await using var process = await ServerProcess.ServingAsync(subject, cancellationToken);
        await SendAsync(process, subject, InFlight, cancellationToken);
        return process.Stats.PeakMebibytes;
    }

    // The floor program handles no events. It gets the same number of requests with the same concurrency.
    private static Task SendAsync(ServerProcess process, Subject subject, int count, CancellationToken cancellationToken) =>
        subject.Name == Subjects.FloorName
            ? Task.WhenAll(Enumerable.Range(0, count).Select(_ => process.GetAsync(cancellationToken)))
            : process.InvokeManyAsync(count, count, cancellationToken);
}
