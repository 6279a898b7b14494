using System.Diagnostics;
using System.Text.Json;

namespace FcWorkflowTrigger.JourneyTests;

/// <summary>What a person does with fcwt: decide about parked runs, run failed ones once more, replay events, try receivers.</summary>
public sealed class FcwtActionJourneyTests : IAsyncLifetime
{
    private const string Key = "uploads/a.mp4";

    private LocalCloud _cloud = null!;

    public async Task InitializeAsync() =>
        _cloud = await LocalCloud.StartAsync(new Dictionary<string, string> { ["START_POLICY"] = "park" }, "--preparing", "0.1", "--processing", "0.3");

    public async Task DisposeAsync() => await _cloud.DisposeAsync();

    [Fact]
    public async Task The_status_leads_from_a_parked_run_to_its_end()
    {
        await ParkAsync();

        var status = await _cloud.FcwtAsync("status");
        Assert.Equal(1, status.Exit);
        Assert.StartsWith("A person is needed: 1 parked.", status.Out, StringComparison.Ordinal);
        Assert.EndsWith("fcwt runs list --state parked --local", Fcwt.Scrub(status.Out), StringComparison.Ordinal);

        Assert.Equal("state  age  rule  object  run  why\nparked  <span>  video  oss://media-in/uploads/a.mp4  <run>  StartUnknown", Fcwt.Scrub((await _cloud.FcwtAsync("runs", "list", "--state", "parked")).Out));

        var show = await _cloud.FcwtAsync("runs", "show", $"oss://media-in/{Key}");
        Assert.StartsWith("Parked (StartUnknown) for ", show.Out, StringComparison.Ordinal);
        Assert.EndsWith("fcwt runs resume <run> --local  # sends one more start; look in IMS first whether a task runs", Fcwt.Scrub(show.Out), StringComparison.Ordinal);

        var asked = await _cloud.FcwtAsync("runs", "resume", $"oss://media-in/{Key}");
        Assert.Equal(1, asked.Exit);
        Assert.Contains("CONFIRMATION: 1 run to resume; nothing was done", asked.Error, StringComparison.Ordinal);

        var resumed = await _cloud.FcwtAsync("runs", "resume", "--state", "parked", "--rule", "video", "--yes", "--note", "looked in IMS", "--json");
        Assert.Equal(0, resumed.Exit);
        await FcwtSchema.RequireLinesAsync("ActResult", resumed.Out);
        await _cloud.UntilAsync(Key, "Succeed", called: true);
        await _cloud.QuietAsync();

        var after = await _cloud.FcwtAsync("runs", "show", $"oss://media-in/{Key}");
        Assert.StartsWith("Succeeded", after.Out, StringComparison.Ordinal);
        Assert.Contains("note: looked in IMS", after.Out, StringComparison.Ordinal);
        Assert.Equal(0, (await _cloud.FcwtAsync("status")).Exit);
        Assert.Single(await _cloud.RunsAsync());
    }

    [Fact]
    public async Task A_parked_run_is_canceled_and_redriven_and_twice_is_once()
    {
        await ParkAsync();
        Assert.Equal("<run>  cancel: done, now canceled", Fcwt.Scrub((await _cloud.FcwtAsync("runs", "cancel", "--all", "--yes")).Out));

        var first = await _cloud.FcwtAsync("runs", "redrive", "--state", "canceled", "--yes", "--json");
        Assert.Equal(0, first.Exit);
        var result = JsonDocument.Parse(first.Out).RootElement;
        var second = await _cloud.FcwtAsync("runs", "redrive", result.GetProperty("run").GetString()!, "--yes", "--json");
        await _cloud.UntilAsync(Key, "Succeed", called: true);

        var next = result.GetProperty("redrivenAs").GetString()!;
        Assert.Contains(next, second.Out, StringComparison.Ordinal);
        Assert.Contains("redriven from run <run>, under rule 'video'", Fcwt.Scrub((await _cloud.FcwtAsync("runs", "show", next)).Out), StringComparison.Ordinal);
        Assert.Single(await _cloud.RunsAsync());
    }

    [Fact]
    public async Task What_is_refused_is_told_with_its_code_and_stops_nothing_else()
    {
        await _cloud.PutAsync(Key);
        await _cloud.UntilAsync(Key, "Succeed", called: true);
        await _cloud.QuietAsync();

        var refused = await _cloud.FcwtAsync("runs", "cancel", $"oss://media-in/{Key}", "--yes", "--json");
        Assert.Equal((1, "RUN-ENDED"), (refused.Exit, JsonDocument.Parse(refused.Out).RootElement.GetProperty("code").GetString()));
        Assert.Contains("FILTER-EMPTY: ", (await _cloud.FcwtAsync("runs", "cancel", "--yes")).Error, StringComparison.Ordinal);
        Assert.Contains("DELIVERIES-NONE: ", (await _cloud.FcwtAsync("deliveries", "test")).Error, StringComparison.Ordinal);
        Assert.Contains("DELIVERIES-NONE: ", (await _cloud.FcwtAsync("deliveries", "resend", $"oss://media-in/{Key}", "--yes")).Error, StringComparison.Ordinal);
        Assert.Equal("Every outcome is delivered, or given up.", Fcwt.Scrub((await _cloud.FcwtAsync("deliveries", "list")).Out));
        Assert.Contains("RUN-ARGUMENT: ", (await _cloud.FcwtAsync("runs", "show", "no/run")).Error, StringComparison.Ordinal);
        Assert.Contains("OBJECT-WITHOUT-RUN: ", (await _cloud.FcwtAsync("runs", "show", "oss://media-in/none.mp4")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_kept_event_is_listed_shown_and_replayed()
    {
        await _cloud.EnqueueAsync("reconcile", """{"no":"request"}""");
        await _cloud.InvokedAsync("reconcile", count: 1);
        var key = JsonDocument.Parse((await _cloud.FcwtAsync("events", "list", "--json")).Out).RootElement.GetProperty("key").GetString()!;

        Assert.Equal("""{"no":"request"}""", (await _cloud.FcwtAsync("events", "show", key)).Out.Trim());
        var replayed = await _cloud.FcwtAsync("events", "replay", key, "--yes");
        Assert.Equal(1, replayed.Exit);
        Assert.Contains("EVENT-MALFORMED: ", replayed.Error, StringComparison.Ordinal);
        Assert.Contains("EVENT-KEY: ", (await _cloud.FcwtAsync("events", "show", "r/1")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ctrl_C_ends_a_watch_in_order()
    {
        var start = new ProcessStartInfo("dotnet", [Repository.Cli, "runs", "watch", "--local", "--port-base", $"{new Uri(_cloud.Oss).Port}"])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
        };
        await _cloud.PutAsync(Key);
        await _cloud.UntilAsync(Key, "Succeed", called: true);
        using var watch = Process.Start(start)!;
        Assert.Contains("uploads/a.mp4", await watch.StandardOutput.ReadLineAsync(), StringComparison.Ordinal);

        using var kill = Process.Start("kill", ["-INT", $"{watch.Id}"]);
        await watch.WaitForExitAsync();

        Assert.Equal(0, watch.ExitCode);
    }

    // The start vanishes, and seven sweeps later a person must decide.
    private async Task ParkAsync()
    {
        await _cloud.FaultAsync(new { service = "ims", action = "StartWorkflow", kind = "drop-request" });
        await _cloud.PutAsync(Key);
        await _cloud.InvokedAsync("ingest", count: 1);
        await _cloud.AdvanceAsync(TimeSpan.FromMinutes(35));
        await _cloud.InvokedAsync("reconcile", count: 7);
    }
}
