using System.Diagnostics;
using System.Net;
using FcWorkflowTrigger.Benchmarks.Cloud;
using FcWorkflowTrigger.Benchmarks.Processes;
using FcWorkflowTrigger.Benchmarks.Reporting;

namespace FcWorkflowTrigger.Benchmarks.Measurements;

/// <summary>The number of requests to OSS and IMS, and how many of them waited for one another. The cloud counts them, not the function.</summary>
internal static class RequestsMeasurement
{
    // Long in comparison with the function's own time, so that requests sent together overlap in the recording.
    private static readonly TimeSpan ReplyDelay = TimeSpan.FromMilliseconds(50);

    // Time for requests that are in flight when the answer comes. They count as requests, and not as steps.
    private static readonly TimeSpan BackgroundTime = 4 * ReplyDelay;
    private static readonly TimeSpan Later = TimeSpan.FromHours(3);

    // A request that the answer did not wait for ends a whole ReplyDelay after it. Half of this time separates the two, even if a thread reads its clock late.
    private static readonly long Slack = (long)(ReplyDelay.TotalSeconds / 2 * Stopwatch.Frequency);

    public static async Task<IReadOnlyList<Row>> RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        await using var cloud = await StubCloud.StartAsync(cancellationToken);
        await using var ingest = await ServerProcess.ServingAsync(bench.Subjects.Function("ingest", cloud), cancellationToken);
        await using var other = await ServerProcess.ServingAsync(bench.Subjects.Function("ingest", cloud), cancellationToken);
        await using var callback = await ServerProcess.ServingAsync(bench.Subjects.Function("callback", cloud), cancellationToken);
        await using var reconcile = await ServerProcess.ServingAsync(bench.Subjects.Function("reconcile", cloud), cancellationToken);
        var run = (await bench.Subjects.StartedRunsAsync(cloud, 1, cancellationToken)).Single();
        var (upload, withId) = (UploadEvent.New(), UploadEvent.WithId());

        // The connections are open before the counting begins.
        await ingest.InvokeAsync(UploadEvent.New(), cancellationToken);
        await other.InvokeAsync(UploadEvent.New(), cancellationToken);
        cloud.Delay = ReplyDelay;

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

    // Four runs are still open. The second sweep finds no open run.
    private static async Task<IReadOnlyList<Row>> SweptAsync(StubCloud cloud, Func<Task> sweep)
    {
        cloud.Clock.Advance(Later);
        return [.. await CountAsync("sweep that finishes four runs", cloud, sweep), .. await CountAsync("sweep of no open run", cloud, sweep)];
    }

    private static async Task<IReadOnlyList<Row>> CountAsync(string what, StubCloud cloud, Func<Task> act, int? steps = null)
    {
        var requests = cloud.RecordedRequests = new();
        await act();
        var answered = Stopwatch.GetTimestamp();
        await Task.Delay(BackgroundTime);
        cloud.RecordedRequests = null;
        var listed = string.Join(", ", requests.All.OrderBy(entry => entry.Begin).GroupBy(entry => entry.Operation).Select(group => $"{group.Count()} {group.Key}"));

        return
        [
            Row.Count(listed.Length > 0 ? $"{what}: {listed}" : what, "requests to OSS", "", requests.Count("oss")),
            Row.Count(what, "requests to IMS", "", requests.Count("ims")),
            Row.Count(what, "serial steps before the answer", "", requests.SerialSteps(answered + Slack), steps is { } most ? Target.AtMost(most) : null),
        ];
    }
}
