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
        var function = bench.Subjects.Function("ingest", cloud);
        Subject?[] subjects = [bench.Subjects.Floor, function, Subjects.PlainNode(cloud), bench.BeforeAs("ingest", cloud)];

        Task<IReadOnlyList<Row>> CompareAsync(string what, Func<Subject, CancellationToken, Task<double>> sample) => Interleaved.RunAsync(
            what, "MiB", bench.Rounds, [.. subjects.OfType<Subject>().Select(subject => new Contender(subject.Name, token => sample(subject, token)))], cancellationToken);

        var first = await CompareAsync("memory after the first event, TLS", AfterFirstAsync);
        cloud.Delay = ReplyDelay;
        var many = await CompareAsync($"memory at {InFlight} in flight, TLS", AtManyAsync);
        return [.. Holding(first, 30), .. Holding(many, 48)];

        IEnumerable<Row> Holding(IReadOnlyList<Row> rows, double mebibytes) => rows.Select(row => row.Subject == function.Name ? row with { Target = Target.P50(mebibytes) } : row);
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
