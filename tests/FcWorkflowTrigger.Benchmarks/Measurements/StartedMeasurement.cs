using System.Diagnostics;
using FcWorkflowTrigger.Benchmarks.Cloud;
using FcWorkflowTrigger.Benchmarks.Measuring;
using FcWorkflowTrigger.Benchmarks.Processes;
using FcWorkflowTrigger.Benchmarks.Reporting;

namespace FcWorkflowTrigger.Benchmarks.Measurements;

/// <summary>The time from the start of the program until IMS accepts StartWorkflow, everything over TLS. It is the delay of an upload in the worst case.</summary>
internal static class StartedMeasurement
{
    public static async Task<IReadOnlyList<Row>> RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        await using var cloud = await StubCloud.StartTlsAsync(cancellationToken);
        Subject[] subjects = [Subjects.PlainNode(cloud), bench.Subjects.Function("ingest", cloud)];
        var rows = await Interleaved.RunAsync(
            "exec to StartWorkflow accepted, TLS",
            "ms",
            bench.Rounds,
            [.. subjects.Select(subject => new Contender(subject.Name, token => AcceptedAsync(subject, cloud, token)))],
            cancellationToken);

        return [rows[0], rows[1] with { Target = Target.TimesAtMost(0.55) }];
    }

    private static async Task<double> AcceptedAsync(Subject subject, StubCloud cloud, CancellationToken cancellationToken)
    {
        var accepted = cloud.Tasks.NextAcceptedAsync();
        await using var process = ServerProcess.Start(subject);
        await process.InvokeAsync(UploadEvent.New(), cancellationToken);
        return Stopwatch.GetElapsedTime(process.StartedAt, await accepted.WaitAsync(cancellationToken)).TotalMilliseconds;
    }
}
