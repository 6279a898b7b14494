using System.Net;
using FcWorkflowTrigger.Benchmarks.Cloud;
using FcWorkflowTrigger.Benchmarks.Measuring;
using FcWorkflowTrigger.Benchmarks.Processes;
using FcWorkflowTrigger.Benchmarks.Reporting;

namespace FcWorkflowTrigger.Benchmarks.Measurements;

/// <summary>The number of callbacks that one core verifies per second: the cost of requests to the public callback URL.</summary>
internal static class VerifyMeasurement
{
    private const int RequestsAtATime = 1000;

    public static async Task<IReadOnlyList<Row>> RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        await using var cloud = await StubCloud.StartAsync(cancellationToken);
        var run = (await bench.Subjects.StartedRunsAsync(cloud, 1, cancellationToken)).Single();
        var forged = run with { CallbackTarget = $"{run.CallbackTarget[..^22]}{new string('A', 22)}" };
        cloud.Tasks.Status = "Succeed";
        await using var floor = await ServerProcess.ServingAsync(bench.Subjects.Floor, cancellationToken);
        await using var callback = await ServerProcess.ServingAsync(bench.Subjects.Function("callback", cloud), cancellationToken);

        return await Interleaved.RunAsync(
            "callbacks verified, per second and core",
            "1/s",
            bench.Rounds,
            [
                new(Subjects.FloorName, token => RateAsync(floor, run, HttpStatusCode.OK, token)),
                new("callback, forged", token => RateAsync(callback, forged, HttpStatusCode.Forbidden, token)),
                new("callback, genuine, run finished", token => RateAsync(callback, run, HttpStatusCode.OK, token)),
            ],
            cancellationToken);
    }

    // Measured by the processor time of the process alone, so that the load generator does not count.
    private static async Task<double> RateAsync(ServerProcess process, StartedRun run, HttpStatusCode expected, CancellationToken cancellationToken)
    {
        var before = process.Stats.ProcessorNanoseconds();

        for (var sent = 0; sent < RequestsAtATime; sent++)
        {
            await process.CallBackAsync(run, expected, cancellationToken);
        }

        return RequestsAtATime / ((process.Stats.ProcessorNanoseconds() - before) / 1e9);
    }
}
