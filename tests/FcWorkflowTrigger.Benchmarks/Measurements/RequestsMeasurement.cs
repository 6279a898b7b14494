using System.Diagnostics;
using System.Net;
using FcWorkflowTrigger.Benchmarks.Cloud;
using FcWorkflowTrigger.Benchmarks.Processes;
using FcWorkflowTrigger.Benchmarks.Reporting;

namespace FcWorkflowTrigger.Benchmarks.Measurements;

/// <summary>Requests to OSS and IMS, and how many of them had to wait for one another: counted by the cloud, not by the function.</summary>
internal static class RequestsMeasurement
{
    // Long against the function's own time, so that what is sent together is seen together.
    private static readonly TimeSpan Held = TimeSpan.FromMilliseconds(50);

    // For what was left under way when the answer came: it is counted among the requests, and not among the steps.
    private static readonly TimeSpan Afterwards = 4 * Held;
    private static readonly TimeSpan Later = TimeSpan.FromHours(3);

    // What the answer did not wait for ends a whole Held after it; half of that tells the two apart, whichever thread looked at its clock late.
    private static readonly long Slack = (long)(Held.TotalSeconds / 2 * Stopwatch.Frequency);

    public static async Task<IReadOnlyList<Row>> RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        await using var cloud = await StubCloud.StartAsync(cancellationToken);
        await using var ingest = await ServerProcess.ServingAsync(bench.Subjects.Function("ingest", cloud), cancellationToken);
        await using var other = await ServerProcess.ServingAsync(bench.Subjects.Function("ingest", cloud), cancellationToken);
        await using var callback = await ServerProcess.ServingAsync(bench.Subjects.Function("callback", cloud), cancellationToken);
        await using var reconcile = await ServerProcess.ServingAsync(bench.Subjects.Function("reconcile", cloud), cancellationToken);
        var run = (await bench.Subjects.StartedRunsAsync(cloud, 1, cancellationToken)).Single();
        var (upload, withId) = (UploadEvent.New(), UploadEvent.WithId());

        // The connections are open before anything is counted.
        await ingest.InvokeAsync(UploadEvent.New(), cancellationToken);
        await other.InvokeAsync(UploadEvent.New(), cancellationToken);
        cloud.Delay = Held;

        return
        [
            .. await CountAsync("upload", cloud, () => ingest.InvokeAsync(upload, cancellationToken), steps: 5),
            .. await CountAsync("upload whose key holds an id", cloud, () => ingest.InvokeAsync(withId, cancellationToken)),
            .. await CountAsync("duplicate upload, same instance", cloud, () => ingest.InvokeAsync(upload, cancellationToken), steps: 1),
            .. await CountAsync("duplicate upload, another instance", cloud, () => other.InvokeAsync(upload, cancellationToken)),
            .. await CountAsync("early callback", cloud, () => callback.CallBackAsync(run, HttpStatusCode.OK, cancellationToken), steps: 2),
            .. await EndedAsync("callback", cloud, () => callback.CallBackAsync(run, HttpStatusCode.OK, cancellationToken), steps: 2),
            .. await CountAsync("duplicate callback", cloud, () => callback.CallBackAsync(run, HttpStatusCode.OK, cancellationToken)),
            .. await SweptAsync(cloud, () => reconcile.InvokeAsync("{}"u8.ToArray(), cancellationToken)),
        ];
    }

    private static Task<IReadOnlyList<Row>> EndedAsync(string what, StubCloud cloud, Func<Task> act, int steps)
    {
        cloud.Tasks.Status = "Succeed";
        return CountAsync(what, cloud, act, steps);
    }

    // Four runs are open still; the second sweep finds none.
    private static async Task<IReadOnlyList<Row>> SweptAsync(StubCloud cloud, Func<Task> sweep)
    {
        cloud.Clock.Advance(Later);
        return [.. await CountAsync("sweep that finishes four runs", cloud, sweep), .. await CountAsync("sweep of no open run", cloud, sweep)];
    }

    private static async Task<IReadOnlyList<Row>> CountAsync(string what, StubCloud cloud, Func<Task> act, int? steps = null)
    {
        var log = cloud.Log = new();
        await act();
        var answered = Stopwatch.GetTimestamp();
        await Task.Delay(Afterwards);
        cloud.Log = null;
        var listed = string.Join(", ", log.Entries.OrderBy(entry => entry.Begin).GroupBy(entry => entry.Operation).Select(group => $"{group.Count()} {group.Key}"));

        return
        [
            Row.Count(listed.Length > 0 ? $"{what}: {listed}" : what, "requests to OSS", "", log.Count("oss")),
            Row.Count(what, "requests to IMS", "", log.Count("ims")),
            Row.Count(what, "serial steps before the answer", "", log.SerialSteps(answered + Slack), steps is { } most ? Target.AtMost(most) : null),
        ];
    }
}
