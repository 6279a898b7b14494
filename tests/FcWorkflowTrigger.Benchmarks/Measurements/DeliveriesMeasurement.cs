using System.Diagnostics;
using System.Globalization;
using System.Net;
using FcWorkflowTrigger.Benchmarks.Cloud;
using FcWorkflowTrigger.Benchmarks.Processes;
using FcWorkflowTrigger.Benchmarks.Reporting;

namespace FcWorkflowTrigger.Benchmarks.Measurements;

/// <summary>A thousand outcomes for a receiver that never answers, one that needs ten seconds, and a healthy one.</summary>
internal static class DeliveriesMeasurement
{
    private const int Outcomes = 1000;
    private const int Later = 100;

    // 15 % of the function's 240 s, and one try of 15 s that has begun by then.
    private const int SweepSeconds = 51;
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(10);

    public static async Task<IReadOnlyList<Row>> RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        await using var cloud = await StubCloud.StartAsync(cancellationToken);
        await using var dead = await Receiver.StartAsync(null, cancellationToken);
        await using var slow = await Receiver.StartAsync(Slow, cancellationToken);
        await using var healthy = await Receiver.StartAsync(TimeSpan.Zero, cancellationToken);
        var webhooks = string.Join(',', dead.Url, slow.Url, healthy.Url);
        await EndAsync(bench.Subjects, cloud, webhooks, Outcomes, cancellationToken);

        var reconcile = bench.Subjects.Function("reconcile", cloud)
            .With("OUTCOME_WEBHOOKS", webhooks)
            .With("OUTCOME_WEBHOOK_SECRETS", $"whsec_{Convert.ToBase64String("thirty-two bytes for benchmarks."u8)}")
            .With("OUTCOME_NETWORK", "private");
        await using var process = await ServerProcess.ServingAsync(reconcile, cancellationToken);

        var first = await SweepAsync(process, cancellationToken);
        var rows = Rows("first sweep", Outcomes, Outcomes, first, healthy, slow, dead);

        // The dead one has a backlog by now.
        await EndAsync(bench.Subjects, cloud, webhooks, Later, cancellationToken);
        var second = await SweepAsync(process, cancellationToken);
        return [.. rows, .. Rows("second sweep", Later, Outcomes + Later, second, healthy, slow, dead)];
    }

    private static IReadOnlyList<Row> Rows(string sweep, int added, int all, Swept swept, Receiver healthy, Receiver slow, Receiver dead) =>
    [
        Row.Count($"{sweep}, {added} new outcomes: has", "healthy receiver", "", healthy.Count, Target.AtLeast(all)),
        Row.Count($"{sweep}: has its last one after", "healthy receiver", "s", healthy.Last is 0 ? 0 : Stopwatch.GetElapsedTime(swept.Began, healthy.Last).TotalSeconds),
        Row.Count($"{sweep}: was sent", string.Create(CultureInfo.InvariantCulture, $"slow receiver ({Slow.TotalSeconds:0} s)"), "", slow.Count),
        Row.Count($"{sweep}: was sent", "dead receiver", "", dead.Count),
        Row.Count($"{sweep}: takes", "reconcile", "s", swept.Seconds, Target.AtMost(SweepSeconds)),
    ];

    private static async Task EndAsync(Subjects subjects, StubCloud cloud, string webhooks, int count, CancellationToken cancellationToken)
    {
        cloud.Tasks.Status = "Processing";
        var before = cloud.Tasks.All.Select(task => task.TaskId).ToHashSet();
        var runs = await subjects.StartedRunsAsync(cloud, count, cancellationToken);
        cloud.Tasks.Status = "Succeed";
        await using var callback = await ServerProcess.ServingAsync(subjects.Function("callback", cloud).With("OUTCOME_WEBHOOKS", webhooks), cancellationToken);

        foreach (var run in runs.Where(run => !before.Contains(run.TaskId)))
        {
            await callback.CallBackAsync(run, HttpStatusCode.OK, cancellationToken);
        }
    }

    private static async Task<Swept> SweepAsync(ServerProcess reconcile, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        await reconcile.InvokeAsync("{}"u8.ToArray(), cancellationToken);
        return new(began, Stopwatch.GetElapsedTime(began).TotalSeconds);
    }

    private readonly record struct Swept(long Began, double Seconds);

    /// <summary>An endpoint that answers 200 after a time, or never.</summary>
    private sealed class Receiver(WebApplication app) : IAsyncDisposable
    {
        private readonly HashSet<string> _ids = [];
        private readonly Lock _gate = new();

        public string Url => $"{app.Urls.Single()}/outcomes";

        /// <summary>How many different outcomes were sent to it.</summary>
        public int Count
        {
            get
            {
                lock (_gate)
                {
                    return _ids.Count;
                }
            }
        }

        /// <summary>When the last new one came, in <see cref="Stopwatch"/> ticks; 0 before the first.</summary>
        public long Last { get; private set; }

        /// <param name="delay">Null never answers.</param>
        public static async Task<Receiver> StartAsync(TimeSpan? delay, CancellationToken cancellationToken)
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
            var app = builder.Build();
            var receiver = new Receiver(app);
            app.Run(http => receiver.TakeAsync(http, delay));
            await app.StartAsync(cancellationToken);
            return receiver;
        }

        public async ValueTask DisposeAsync()
        {
            await app.StopAsync(new CancellationToken(canceled: true));
            await app.DisposeAsync();
        }

        private async Task TakeAsync(HttpContext http, TimeSpan? delay)
        {
            lock (_gate)
            {
                if (_ids.Add(http.Request.Headers["webhook-id"].ToString()))
                {
                    Last = Stopwatch.GetTimestamp();
                }
            }

            await http.Request.Body.CopyToAsync(Stream.Null, http.RequestAborted);
            await Task.Delay(delay ?? Timeout.InfiniteTimeSpan, http.RequestAborted);
        }
    }
}
