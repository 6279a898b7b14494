using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FcWorkflowTrigger.Benchmarks.Cloud;
using FcWorkflowTrigger.Benchmarks.Measuring;
using FcWorkflowTrigger.Benchmarks.Processes;
using FcWorkflowTrigger.Benchmarks.Reporting;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Benchmarks.Measurements;

/// <summary>What fcwt costs on a full ledger: requests, and time from exec to exit, the runtime's start included.</summary>
internal static class LedgerMeasurement
{
    private const int EndedRuns = 100_000;
    private const int OpenRuns = 2_000;
    private const int EndsPerDay = 2_000;
    private const int WaitingShare = 10;
    private const int Undelivered = 200;
    private const string Rule = "video";

    private static readonly string[] States = [EndEntry.Succeeded, EndEntry.Succeeded, EndEntry.Succeeded, EndEntry.Failed];

    public static async Task<IReadOnlyList<Row>> RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        var folder = await Publishing.ManagedAsync("src/FcWorkflowTrigger.Cli", cancellationToken);
        await using var cloud = await StubCloud.StartAsync(cancellationToken);
        Fill(cloud.Objects, TimeProvider.System.GetUtcNow());

        return
        [
            .. await MeasureAsync("runs list --since 24h", ["runs", "list", "--since", "24h"], 0, Target.P50(2), Target.AtMost(60)),
            .. await MeasureAsync("runs list --since 24h --state failed", ["runs", "list", "--since", "24h", "--state", "failed"], 0, Target.P50(2), Target.AtMost(60)),
            .. await MeasureAsync("runs list --state waiting", ["runs", "list", "--state", "waiting"], 0, Target.P50(2), null),
            .. await MeasureAsync("runs count --since 24h", ["runs", "count", "--since", "24h"], 0, null, null),
            .. await MeasureAsync("status", ["status"], 0, null, Target.AtMost(40)),
        ];

        async Task<Row[]> MeasureAsync(string what, string[] arguments, int exit, Target? time, Target? requests)
        {
            var (times, counted) = (new List<double>(), 0);

            for (var round = 0; round < bench.Rounds; round++)
            {
                var recorded = cloud.RecordedRequests = new();
                times.Add(await RunAsync(folder, cloud, arguments, exit, cancellationToken));
                cloud.RecordedRequests = null;
                counted = recorded.Count("oss");
            }

            return
            [
                new(what, "fcwt", "s", Distribution.From(times), Target: time),
                Row.Count($"{what}: requests to OSS", "fcwt", "", counted, requests),
            ];
        }
    }

    private static async Task<double> RunAsync(string folder, StubCloud cloud, string[] arguments, int exit, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(folder, "fcwt.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            Environment =
            {
                ["ALIBABA_CLOUD_ACCESS_KEY_ID"] = "id",
                ["ALIBABA_CLOUD_ACCESS_KEY_SECRET"] = "secret",
                ["OSS_ENDPOINT"] = cloud.OssUrl,
                ["IMS_ENDPOINT"] = cloud.ImsUrl,
                ["LEDGER_BUCKET"] = StubCloud.LedgerBucket,
            },
        };
        var since = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == exit ? since.Elapsed.TotalSeconds : throw new InvalidOperationException($"fcwt {string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }

    // What is listed, and the records that a row reads: the claim, and the end of a run that did not succeed.
    private static void Fill(OssObjects objects, DateTimeOffset now)
    {
        for (var number = 0; number < EndedRuns; number++)
        {
            var (run, at) = (CreateRun(number), now - (TimeSpan.FromDays(1) * number / EndsPerDay) - TimeSpan.FromSeconds(1));
            var end = new EndEntry(run, 3, States[number % States.Length], at);
            objects.Put(end.Key, [], at);
            objects.Put(LedgerKeys.Slot(run, 0), Serialize(Claim(number, at)), at);
            objects.Put(LedgerKeys.Slot(run, 3), Serialize(new DoneRecord { Seq = 3, Epoch = 1, At = at, Outcome = end.State, How = "callback", Task = new("t", "Failed") }), at);
        }

        for (var number = EndedRuns; number < EndedRuns + OpenRuns; number++)
        {
            var (run, at) = (CreateRun(number), now - TimeSpan.FromSeconds(number - EndedRuns + 1));
            objects.Put(new Marker(run, at).Key, Serialize(Claim(number, at)), at);
            objects.Put(LedgerKeys.Slot(run, 0), Serialize(Claim(number, at)), at);
            var (all, rule) = LedgerKeys.PermitScopes(Rule);

            if (number % WaitingShare == 0)
            {
                objects.Put(new RunMark(run, IsWaiting: true).Key, [], at);
            }

            foreach (var scope in new[] { all, rule })
            {
                objects.Put(LedgerKeys.ConcurrentPermits(scope) + Permit.FormatName(run, 1), [], at);
                objects.Put(LedgerKeys.DailyPermits(scope, now) + Permit.FormatName(run, 1), [], at);
            }
        }

        for (var number = 0; number < Undelivered; number++)
        {
            objects.Put(new Marker(CreateRun(number), now, Marker.Undelivered, 3).Key, [], now);
        }
    }

    private static RunId CreateRun(int number) => RunId.TryParse(
        Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture)))).AsSpan(..RunId.Length), out var run) ? run : default;

    private static ClaimRecord Claim(int number, DateTimeOffset at) => new()
    {
        Epoch = 1,
        At = at,
        Lease = 120,
        Src = new("cn-shanghai", "media-in", $"uploads/{number}.mp4", "E", 1000, at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture), "ObjectCreated:PutObject"),
        Rule = Rule,
        WorkflowId = "w",
        Config = "c",
    };

    private static byte[] Serialize(RunRecord record) => JsonSerializer.SerializeToUtf8Bytes(record, LedgerJson.Default.RunRecord);
}
