using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;

namespace FcWorkflowTrigger.JourneyTests;

/// <summary>Runs for objects that were there before the trigger, and for media assets that need no upload.</summary>
public sealed class BackfillJourneyTests : IAsyncLifetime, IDisposable
{
    private const string Target = "oss://media-in/archive/";

    private static readonly string Rules = Path.Combine(AppContext.BaseDirectory, "rules-of-backfill.json");

    // 20,000 take minutes: docs/contributing.md.
    private static readonly int Objects = int.Parse(Environment.GetEnvironmentVariable("BACKFILL_OBJECTS") ?? "200", CultureInfo.InvariantCulture);

    private readonly string _folder = Directory.CreateTempSubdirectory("backfill").FullName;

    private LocalCloud _cloud = null!;

    public async Task InitializeAsync() =>
        _cloud = await LocalCloud.StartAsync(new Dictionary<string, string> { ["RULES_FILE"] = Rules }, "--preparing", "0.1", "--processing", "0.3");

    public async Task DisposeAsync() => await _cloud.DisposeAsync();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Objects_from_before_the_trigger_get_their_runs_and_get_them_once()
    {
        await PutOldAsync("archive/a.mp4", "archive/b c+%.mp4", "archive/notes.txt", "uploads/c.mp4");
        await _cloud.UntilAsync("uploads/c.mp4", "Succeed", called: true);
        await _cloud.PutAsync("archive/young.mp4");

        var plan = await BackfillAsync(Target, "--dry-run");
        Assert.Equal(0, plan.Exit);
        Assert.Equal(
            "rule  result  reason  objects  MB\narchive  new  2  0.0\n-  refused  NoRule  1  0.0\n-  refused  Younger  1  0.0", Fcwt.Scrub(plan.Out));
        Assert.Equal(2, (await _cloud.RunsAsync()).Select(run => run.Key).Append("archive/").Distinct().Count());

        var asked = await BackfillAsync(Target);
        Assert.Equal(1, asked.Exit);
        Assert.Contains("archive  new", Fcwt.Scrub(asked.Error), StringComparison.Ordinal);
        Assert.Contains("CONFIRMATION: 2 runs to open; nothing was done", asked.Error, StringComparison.Ordinal);

        var report = Path.Combine(_folder, "report.csv");
        var opened = await BackfillAsync(Target, "--yes", "--json", "--report", report);
        Assert.True(opened.Exit == 0, opened.Error);
        await FcwtSchema.RequireLinesAsync("BackfillLine", opened.Out);
        Assert.Equal(
            [
                """{"kind":"row","key":"archive/a.mp4","size":10,"rule":"archive","result":"opened","run":"<run>"}""",
                """{"kind":"row","key":"archive/b c\u002B%.mp4","size":10,"rule":"archive","result":"opened","run":"<run>"}""",
                """{"kind":"row","key":"archive/notes.txt","size":10,"result":"refused","reason":"NoRule"}""",
                """{"kind":"row","key":"archive/young.mp4","size":10,"result":"refused","reason":"Younger"}""",
                """{"kind":"summary","counts":[{"rule":"archive","result":"opened","objects":2,"bytes":20},{"result":"refused","reason":"NoRule","objects":1,"bytes":10},{"result":"refused","reason":"Younger","objects":1,"bytes":10}],"isWhole":true}""",
            ],
            opened.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Fcwt.Scrub).Order(StringComparer.Ordinal));
        await _cloud.UntilAsync("archive/a.mp4", "Succeed", called: true);
        await _cloud.UntilAsync("archive/b c+%.mp4", "Succeed", called: true);

        var lines = await File.ReadAllLinesAsync(report);
        Assert.Equal("key,rule,result,run,reason", lines[0]);
        Assert.Equal(["archive/a.mp4,archive,opened,<run>,", "archive/b%20c+%25.mp4,archive,opened,<run>,", "archive/notes.txt,,refused,,NoRule", "archive/young.mp4,,refused,,Younger"], lines[1..].Select(Fcwt.Scrub).Order(StringComparer.Ordinal));

        // Whichever way a run began, its bytes have it.
        var again = await BackfillAsync("oss://media-in/", "--yes");
        Assert.Equal("rule  result  reason  objects  MB\narchive  exists  2  0.0\nvideo  exists  1  0.0\n-  refused  NoRule  1  0.0\n-  refused  Younger  1  0.0", Fcwt.Scrub(again.Out));
        Assert.Equal(3, (await _cloud.RunsAsync()).Length);
        Assert.Empty(Directory.GetFiles(_folder, "fcwt-backfill-*"));
    }

    [Fact]
    public async Task The_late_event_of_a_backfilled_object_starts_nothing_and_a_new_upload_of_the_same_bytes_does()
    {
        await PutOldAsync("archive/a.mp4");
        var uploaded = (await _cloud.NowAsync()) - TimeSpan.FromMinutes(12);
        Assert.Equal(0, (await BackfillAsync(Target, "--yes")).Exit);
        await _cloud.UntilAsync("archive/a.mp4", "Succeed", called: true);

        await _cloud.EnqueueAsync("ingest", EventOf("archive/a.mp4", uploaded, "69B51B253A7C4E3139D20F8A"));
        await _cloud.SaidAsync("ingest", "is canceled unstarted (Backfilled");
        Assert.Single(await _cloud.RunsAsync());

        await _cloud.PutAsync("archive/a.mp4");
        await _cloud.EnqueueAsync("ingest", EventOf("archive/a.mp4", await _cloud.NowAsync(), "69B51B253A7C4E3139D20F8B"));
        await _cloud.UntilAsync("archive/a.mp4", "Succeed", called: true, count: 2);
    }

    [Fact]
    public async Task A_backfill_that_is_killed_goes_on_where_it_was_and_starts_nothing_twice()
    {
        string[] keys = [.. Enumerable.Range(0, Objects).Select(number => $"archive/{number:D5}.mp4")];

        foreach (var batch in keys.Chunk(16))
        {
            await Task.WhenAll(batch.Select(key => _cloud.PutAsync(key)));
        }

        await _cloud.AdvanceAsync(TimeSpan.FromMinutes(12));

        // Many later objects may be done before the first one, which the checkpoint waits for.
        var checkpoint = new TaskCompletionSource();
        using var watcher = new FileSystemWatcher(_folder, "fcwt-backfill-*") { EnableRaisingEvents = true };
        watcher.Renamed += (_, _) => checkpoint.TrySetResult();

        using (var killed = Start(Target, "--yes"))
        {
            await UntilStartedAsync(Objects / 3);
            await checkpoint.Task.WaitAsync(TimeSpan.FromMinutes(1));
            killed.Kill();
            await killed.WaitForExitAsync();
        }

        var before = (await _cloud.RunsAsync()).Length;
        Assert.InRange(before, Objects / 3, Objects - 1);
        Assert.NotEmpty(Directory.GetFiles(_folder, "fcwt-backfill-*"));

        var rest = await BackfillAsync(Target, "--yes");
        Assert.True(rest.Exit == 0, rest.Out + rest.Error);
        Assert.Contains("Going on after object ", rest.Error, StringComparison.Ordinal);
        await UntilStartedAsync(Objects);
        await _cloud.QuietAsync();

        Assert.Equal(keys, (await _cloud.RunsAsync()).Select(run => run.Key).Order(StringComparer.Ordinal));
        Assert.Contains("exists", (await BackfillAsync(Target, "--dry-run")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ctrl_C_stops_in_order_and_the_same_command_goes_on()
    {
        await PutOldAsync([.. Enumerable.Range(0, 8).Select(number => $"archive/{number}.mp4")]);

        using (var stopped = Start(Target, "--yes", "--rate", "1"))
        {
            await UntilStartedAsync(2);
            using var kill = Process.Start("kill", ["-INT", $"{stopped.Id}"]);
            var error = await stopped.StandardError.ReadToEndAsync();
            await stopped.WaitForExitAsync();

            Assert.Equal(130, stopped.ExitCode);
            Assert.Contains("Stopped. The same command goes on with the rest (checkpoint ", error, StringComparison.Ordinal);
        }

        Assert.Equal(0, (await BackfillAsync(Target, "--yes", "--rate", "1")).Exit);
        await UntilStartedAsync(8);
        Assert.Equal(8, (await _cloud.RunsAsync()).Length);
    }

    [Fact]
    public async Task An_inventory_and_a_file_of_keys_name_the_objects()
    {
        await PutOldAsync("archive/a.mp4", "archive/b c.mp4", "archive/d.mp4");
        Directory.CreateDirectory(Path.Combine(_folder, "data"));
        var manifest = Path.Combine(_folder, "manifest.json");
        await File.WriteAllTextAsync(manifest, """
            {"creationTimestamp":"1642994594","destinationBucket":"inventories","fileFormat":"CSV","fileSchema":"Bucket, Key, Size, StorageClass, LastModifiedDate, ETag",
             "files":[{"MD5checksum":"F77449179760C3B13F1E76110F07****","key":"all/media-in/report/data/745a29e3.csv.gz","size":2046}],"sourceBucket":"media-in","version":"2019-09-01"}
            """);
        await using (var file = new GZipStream(File.Create(Path.Combine(_folder, "data", "745a29e3.csv.gz")), CompressionLevel.Fastest))
        {
            await file.WriteAsync(Encoding.UTF8.GetBytes("\"media-in\",\"archive/b%20c.mp4\",\"10\",\"Standard\",\"\",\"\"\n\"media-in\",\"archive/gone.mp4\",\"10\",\"Standard\",\"\",\"\"\n"));
        }

        var listed = await BackfillAsync("oss://media-in", "--inventory", manifest, "--yes");
        Assert.True(listed.Exit == 0, listed.Error);
        Assert.Equal("rule  result  reason  objects  MB\narchive  opened  1  0.0\n-  refused  ObjectGone  1  0.0", Fcwt.Scrub(listed.Out));

        // Until its run is over, a backfill would send the object again, to be sure.
        await _cloud.UntilAsync("archive/b c.mp4", "Succeed", called: true);
        await _cloud.QuietAsync();
        var keys = Path.Combine(_folder, "keys.txt");
        await File.WriteAllLinesAsync(keys, ["archive/a.mp4", "archive/b c.mp4", ""]);
        var named = await BackfillAsync("oss://media-in", "--keys", keys, "--rule", "archive", "--yes", "--max-open", "5");
        Assert.Equal("rule  result  reason  objects  MB\narchive  exists  1  0.0\narchive  opened  1  0.0", Fcwt.Scrub(named.Out));

        Assert.Contains("BACKFILL-SOURCE: ", (await BackfillAsync("oss://media-in", "--keys", keys, "--inventory", manifest)).Error, StringComparison.Ordinal);
        Assert.Contains("RULE-UNKNOWN: ", (await BackfillAsync("oss://media-in", "--rule", "none")).Error, StringComparison.Ordinal);
        await File.WriteAllTextAsync(manifest, "{}");
        Assert.Contains("INVENTORY-FORMAT: ", (await BackfillAsync("oss://media-in", "--inventory", manifest)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_media_asset_is_started_once_for_each_request_id()
    {
        await _cloud.PutAsync("uploads/a.mp4");
        var media = (await _cloud.UntilAsync("uploads/a.mp4", "Succeed", called: true)).Single().MediaId!;
        string[] command = ["start", "--media", media, "--rule", "video", "--request-id", "order-4711"];

        Assert.Contains("CONFIRMATION: ", (await _cloud.FcwtAsync(command)).Error, StringComparison.Ordinal);
        var started = await _cloud.FcwtAsync([.. command, "--yes", "--json"]);
        Assert.True(started.Exit == 0, started.Error);
        await FcwtSchema.RequireAsync("MediaStartReply", started.Out);
        await _cloud.UntilAsync("uploads/a.mp4", "Succeed", called: true, count: 2);
        await _cloud.QuietAsync();

        Assert.Equal("Run <run> is succeeded.\n  fcwt runs show <run> --local", Fcwt.Scrub((await _cloud.FcwtAsync([.. command, "--yes"])).Out));
        Assert.Equal(2, (await _cloud.RunsAsync()).Length);
        Assert.Contains("media:<id>", Fcwt.Scrub((await _cloud.FcwtAsync("runs", "list")).Out), StringComparison.Ordinal);
        Assert.Contains("object  media:<id>", Fcwt.Scrub((await _cloud.FcwtAsync("runs", "show", JsonDocument.Parse(started.Out).RootElement.GetProperty("run").GetString()!)).Out), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_started_is_refused_by_name()
    {
        var unknown = await _cloud.FcwtAsync("start", "--media", new string('0', 32), "--rule", "video", "--yes");
        Assert.Contains("is rejected.", unknown.Out, StringComparison.Ordinal);
        Assert.Contains("--request-id ", unknown.Error, StringComparison.Ordinal);

        var input = await _cloud.FcwtAsync("start", "--media", new string('0', 32), "--rule", "object", "--yes");
        Assert.Equal(1, input.Exit);
        Assert.StartsWith("Once more", input.Error, StringComparison.Ordinal);
        Assert.Contains("START-RULE: rule 'object' cannot start a media asset: its workflow takes an object (input)", input.Error, StringComparison.Ordinal);
        Assert.Contains("START-RULE-UNKNOWN: ", (await _cloud.FcwtAsync("start", "--media", new string('0', 32), "--rule", "none", "--yes")).Error, StringComparison.Ordinal);
        Assert.Contains("START-REQUEST: ", (await _cloud.FcwtAsync("start", "--media", "short", "--rule", "video", "--yes")).Error, StringComparison.Ordinal);
    }

    private async Task PutOldAsync(params string[] keys)
    {
        foreach (var key in keys)
        {
            await _cloud.PutAsync(key);
        }

        await _cloud.AdvanceAsync(TimeSpan.FromMinutes(12));
    }

    private static string[] Arguments(string target, string[] more) =>
        ["backfill", target, "--rules", Rules, "--until", "11m", .. more.Contains("--rate") ? Array.Empty<string>() : ["--rate", "1000"], .. more];

    private Task<FcwtResult> BackfillAsync(string target, params string[] more) =>
        Fcwt.RunAsync(new Dictionary<string, string?>(), [.. Arguments(target, more), "--checkpoint", Path.Combine(_folder, "fcwt-backfill-test.json"), "--local", "--port-base", $"{new Uri(_cloud.Oss).Port}"]);

    private Process Start(string target, params string[] more) => Process.Start(new ProcessStartInfo(
        "dotnet",
        [Repository.Cli, .. Arguments(target, more), "--checkpoint", Path.Combine(_folder, "fcwt-backfill-test.json"), "--local", "--port-base", $"{new Uri(_cloud.Oss).Port}"])
    {
        WorkingDirectory = Repository.Root,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    private async Task UntilStartedAsync(int count)
    {
        var patience = Stopwatch.StartNew();

        while (true)
        {
            using var reply = await _cloud.Http.GetAsync($"{_cloud.Control}/_emulator/runs/wait?count={count}&timeoutSeconds=60");

            if (reply.IsSuccessStatusCode)
            {
                return;
            }

            Assert.Equal(HttpStatusCode.RequestTimeout, reply.StatusCode);
            Assert.True(patience.Elapsed < TimeSpan.FromMinutes(30), "Too few tasks were started.");
        }
    }

    private static string EventOf(string key, DateTimeOffset at, string requestId) =>
        $$$"""{"events":[{"eventName":"ObjectCreated:PutObject","eventTime":"{{{at.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}}}","region":"cn-shanghai","oss":{"bucket":{"name":"media-in"},"object":{"key":"{{{key}}}","eTag":"{{{ETag}}}","size":10}},"responseElements":{"requestId":"{{{requestId}}}"}}]}""";

    // Of `some bytes`, which every upload of these tests has.
    private const string ETag = "9D0568469D206C1AEDF1B71F12F474BC";
}
