using System.Net;
using FcWorkflowTrigger.Benchmarks.Cloud;
using FcWorkflowTrigger.Benchmarks.Measuring;
using FcWorkflowTrigger.Benchmarks.Processes;
using FcWorkflowTrigger.Benchmarks.Reporting;

namespace FcWorkflowTrigger.Benchmarks.Measurements;

/// <summary>The time from the start of the program to the 200 for a callback, with the ledger and IMS over TLS. The timeout of IMS is three seconds.</summary>
internal static class CallbackMeasurement
{
    public static async Task<IReadOnlyList<Row>> RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        await using var cloud = await StubCloud.StartTlsAsync(cancellationToken);
        var runs = await bench.Subjects.StartedRunsAsync(cloud, bench.Rounds + 1, cancellationToken);
        cloud.Tasks.Status = "Succeed";
        var callback = bench.Subjects.Function("callback", cloud);

        var rows = await Interleaved.RunAsync(
            "cold callback to 200, TLS",
            "ms",
            bench.Rounds,
            [
                new(Subjects.FloorName, token => AnsweredAsync(bench.Subjects.Floor, new("/callbacks/any", ""), token)),
                new(callback.Name, token => AnsweredAsync(callback, runs.Dequeue(), token)),
            ],
            cancellationToken);

        return [rows[0], rows[1] with { Target = Target.P99(250) }];
    }

    private static async Task<double> AnsweredAsync(Subject subject, StartedRun run, CancellationToken cancellationToken)
    {
        await using var process = ServerProcess.Start(subject);
        await process.CallBackAsync(run, HttpStatusCode.OK, cancellationToken);
        return process.MillisecondsSinceStart();
    }
}
