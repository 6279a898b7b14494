using FcWorkflowTrigger.Benchmarks.Cloud;
using FcWorkflowTrigger.Benchmarks.Measuring;
using FcWorkflowTrigger.Benchmarks.Processes;
using FcWorkflowTrigger.Benchmarks.Reporting;

namespace FcWorkflowTrigger.Benchmarks.Measurements;

/// <summary>What a collector of telemetry costs: a start of each role, a warm upload, and the zip. The baseline has no collector, and may be another binary.</summary>
internal static class TelemetryMeasurement
{
    private static readonly Target Wanted = Target.TimesAtMost(1.05);

    // No program listens there. A start must not ask.
    private const string Collector = "http://127.0.0.1:9";

    public static async Task<IReadOnlyList<Row>> RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        await using var cloud = await StubCloud.StartAsync(cancellationToken);
        var rows = new List<Row>();

        Subject Without(string role) => bench.BeforeAs(role, cloud) ?? bench.Subjects.Function(role, cloud) with { Name = $"{role}, no collector" };
        Subject With(string role) => bench.Subjects.Function(role, cloud).With("OTEL_EXPORTER_OTLP_ENDPOINT", Collector) with { Name = $"{role}, with a collector" };

        foreach (var role in Subjects.Roles)
        {
            var starts = await Interleaved.RunAsync(
                "exec to first 200", "ms", bench.Rounds,
                [.. new[] { Without(role), With(role) }.Select(subject => new Contender(subject.Name, token => StartMeasurement.FirstAnswerAsync(subject, process => process.MillisecondsSinceStart(), token)))],
                cancellationToken);
            rows.AddRange([starts[0], starts[1] with { Target = Wanted }]);
        }

        await using var plain = await WarmMeasurement.WarmAsync(Without("ingest"), cancellationToken);
        await using var told = await WarmMeasurement.WarmAsync(With("ingest"), cancellationToken);
        var uploads = await Interleaved.RunAsync(
            "upload, warm, processor time", "ms", bench.Rounds,
            [new(Without("ingest").Name, token => WarmMeasurement.ProcessorTimeAsync(plain, token)), new(With("ingest").Name, token => WarmMeasurement.ProcessorTimeAsync(told, token))],
            cancellationToken);
        rows.AddRange([uploads[0], uploads[1] with { Target = Wanted }]);

        var (zipBefore, zip) = (SizeMeasurement.Zipped(bench.Before ?? bench.Subjects.FunctionFile), SizeMeasurement.Zipped(bench.Subjects.FunctionFile));
        return [.. rows, Row.Count("zip", "before", "MB", zipBefore), Row.Count("zip", "function", "MB", zip, Target.AtMost(8)) with { Ratio = zip / zipBefore, Baseline = "before" }];
    }
}
