using System.Diagnostics;
using FcWorkflowTrigger.Benchmarks.Cloud;
using FcWorkflowTrigger.Benchmarks.Measuring;
using FcWorkflowTrigger.Benchmarks.Processes;
using FcWorkflowTrigger.Benchmarks.Reporting;

namespace FcWorkflowTrigger.Benchmarks.Measurements;

/// <summary>The cost of a sweep with many open runs, in a ledger without finished runs and in a ledger with many of them.</summary>
internal static class SweepMeasurement
{
    private const int OpenRuns = 10_000;
    private const int FinishedRuns = 1_000_000;
    private static readonly TimeSpan Later = TimeSpan.FromHours(3);

    public static async Task<IReadOnlyList<Row>> RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        await using var young = await StubCloud.StartAsync(cancellationToken);
        await bench.Subjects.StartedRunsAsync(young, OpenRuns, cancellationToken);
        await using var old = await StubCloud.StartAsync(FullLedger(young.Objects), young.Tasks, cancellationToken);
        young.Clock.Advance(Later);
        old.Clock.Advance(Later);

        var counts = new Dictionary<string, double>();
        var rows = await Interleaved.RunAsync(
            $"sweep of {OpenRuns} open runs",
            "s",
            bench.Rounds,
            [
                new(Name(0), token => SweepAsync(bench.Subjects, young, Name(0), counts, token)),
                new(Name(FinishedRuns), token => SweepAsync(bench.Subjects, old, Name(FinishedRuns), counts, token)),
            ],
            cancellationToken);

        return [.. rows, .. Counted("requests"), .. Counted("peak memory, MiB")];

        IEnumerable<Row> Counted(string what)
        {
            var (without, with) = (counts[what + Name(0)], counts[what + Name(FinishedRuns)]);
            yield return Row.Count($"sweep: {what}", Name(0), "", without);
            yield return Row.Count($"sweep: {what}", Name(FinishedRuns), "", with, what == "requests" ? Target.AtMost(without) : null) with
            {
                Ratio = with / without,
                Baseline = Name(0),
            };
        }
    }

    private static string Name(int finished) => $"reconcile, {finished} finished runs";

    private static async Task<double> SweepAsync(
        Subjects subjects, StubCloud cloud, string name, Dictionary<string, double> counts, CancellationToken cancellationToken)
    {
        await using var reconcile = await ServerProcess.ServingAsync(subjects.Function("reconcile", cloud), cancellationToken);
        var requests = cloud.RecordedRequests = new();
        var since = Stopwatch.StartNew();
        await reconcile.InvokeAsync("{}"u8.ToArray(), cancellationToken);
        var elapsed = since.Elapsed.TotalSeconds;
        cloud.RecordedRequests = null;
        counts["requests" + name] = requests.All.Count;
        counts["peak memory, MiB" + name] = reconcile.Stats.PeakMebibytes;
        return elapsed;
    }

    // The keys are those of the ledger. The objects are empty, because a sweep must not read finished runs.
    private static OssObjects FullLedger(OssObjects open)
    {
        var (full, at) = (new OssObjects(), TimeProvider.System.GetUtcNow().AddDays(-7));
        open.CopyTo(full);

        for (var run = 0; run < FinishedRuns; run++)
        {
            var (key, upload, task) = (Guid.NewGuid().ToString("N")[..24], Guid.NewGuid().ToString("N")[..16], Guid.NewGuid().ToString("N"));

            for (var slot = 0; slot < 4; slot++)
            {
                full.Put($"r/{key[..2]}/{key}/{upload}/{slot:D4}.json", [], at);
            }

            full.Put($"t/{task}", [], at);
        }

        return full;
    }
}
