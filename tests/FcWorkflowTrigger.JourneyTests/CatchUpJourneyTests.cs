using System.Text.Json;

namespace FcWorkflowTrigger.JourneyTests;

/// <summary>An upload whose event never comes: no trigger of the local cloud listens to its prefix.</summary>
public sealed class CatchUpJourneyTests
{
    private const string Key = "archive/a.mp4";

    // Of `some bytes`, which every upload of these tests has.
    private const string ETag = "9D0568469D206C1AEDF1B71F12F474BC";

    private static readonly Dictionary<string, string> Settings = new()
    {
        ["RULES_FILE"] = Path.Combine(AppContext.BaseDirectory, "rules-of-backfill.json"),
        ["CATCH_UP"] = "oss://media-in/archive/ since 2h, oss://media-in/uploads/ since 2h",
    };

    [Fact]
    public async Task An_upload_whose_event_never_comes_is_started_by_a_sweep_and_its_late_event_starts_nothing()
    {
        await using var cloud = await LocalCloud.StartAsync(Settings, "--preparing", "0.1", "--processing", "0.3");
        await cloud.PutAsync("uploads/b.mp4");
        await cloud.UntilAsync("uploads/b.mp4", "Succeed", called: true);
        await cloud.PutAsync(Key);
        await cloud.PutAsync("archive/notes.txt");
        var uploaded = await cloud.NowAsync();

        await cloud.SweepAsync();
        Assert.Single(await cloud.RunsAsync());

        await cloud.SweepAsync();
        await cloud.UntilAsync(Key, "Succeed", called: true);
        Assert.NotEmpty(await cloud.SaidAsync("reconcile", "The event of oss://media-in/archive/a.mp4 was missed: run "));

        var show = await cloud.FcwtAsync("runs", "show", $"oss://media-in/{Key}");
        Assert.Contains("  came by   catch-up", show.Out, StringComparison.Ordinal);
        Assert.Contains("claimed under rule 'archive', by catch-up: its event was missed", show.Out, StringComparison.Ordinal);
        var json = await cloud.FcwtAsync("runs", "show", $"oss://media-in/{Key}", "--json");
        await FcwtSchema.RequireAsync("ShowReport", json.Out);
        Assert.Equal("catch-up", JsonDocument.Parse(json.Out).RootElement.GetProperty("via").GetString());
        Assert.DoesNotContain("came by", (await cloud.FcwtAsync("runs", "show", "oss://media-in/uploads/b.mp4")).Out, StringComparison.Ordinal);
        Assert.Contains(", came by catch-up", (await cloud.FcwtAsync("explain", $"oss://media-in/{Key}", "--rules", Settings["RULES_FILE"])).Out, StringComparison.Ordinal);
        var status = await cloud.FcwtAsync("status", "--json");
        await FcwtSchema.RequireAsync("StatusReport", status.Out);
        Assert.Contains("a missed event", (await cloud.FcwtAsync("status")).Out, StringComparison.Ordinal);

        await cloud.EnqueueAsync(
            "ingest",
            $$$"""{"events":[{"eventName":"ObjectCreated:PutObject","eventTime":"{{{uploaded.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}}}","region":"cn-shanghai","oss":{"bucket":{"name":"media-in"},"object":{"key":"{{{Key}}}","eTag":"{{{ETag}}}","size":10}},"responseElements":{"requestId":"69B51B253A7C4E3139D20F8A"}}]}""");
        await cloud.SaidAsync("ingest", "is canceled unstarted (Backfilled");
        await cloud.SweepAsync();

        Assert.Equal(["archive/a.mp4", "uploads/b.mp4"], (await cloud.RunsAsync()).Select(run => run.Key).Order(StringComparer.Ordinal));
    }
}
