using System.Text.Json;

namespace FcWorkflowTrigger.JourneyTests;

/// <summary>One version opens runs in every state, and another goes on with them: an upgrade, and the way back.</summary>
public sealed class UpgradeJourneyTests : IDisposable
{
    private const string Rules = """
        {
          "version": 1,
          "rules": [
            { "name": "narrow", "match": { "prefix": "uploads/narrow/" }, "workflowId": "00000000000000000000000000000001", "budget": { "concurrent": 1 } },
            { "name": "any", "match": { "prefix": "uploads/" }, "workflowId": "00000000000000000000000000000001" }
          ]
        }
        """;

    // Longer than the test needs until the change, so that tasks are still running then.
    private static readonly TimeSpan Processing = TimeSpan.FromHours(1);

    private readonly string _folder = Directory.CreateTempSubdirectory("fc-workflow-trigger-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [PreviousFact]
    public Task An_upgrade_loses_no_run_and_starts_none_twice() => ChangeAsync(Repository.PreviousBootstrap!, Repository.Bootstrap ?? Repository.Function);

    [PreviousFact]
    public Task A_downgrade_loses_no_run_and_starts_none_twice() => ChangeAsync(Repository.Bootstrap ?? Repository.Function, Repository.PreviousBootstrap!);

    private async Task ChangeAsync(string from, string to)
    {
        var redelivered = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "events", "object-created.json"));
        var redeliveredKey = JsonDocument.Parse(redelivered).RootElement.GetProperty("events")[0].GetProperty("oss").GetProperty("object").GetProperty("key").GetString()!;

        await using (var before = await StartAsync(from))
        {
            // Parked: its start vanished. First, because it takes half an hour until that is certain.
            await before.FaultAsync(new { service = "ims", action = "StartWorkflow", kind = "drop-request" });
            await before.PutAsync("uploads/parked.mp4");
            await before.InvokedAsync("ingest", count: 1);
            await before.AdvanceAsync(TimeSpan.FromMinutes(35));
            await before.SaidAsync("reconcile", "is parked (StartUnknown)");

            // Running, and the event that started it comes again after the change.
            using (var first = await before.InvokeAsync("ingest", redelivered))
            {
                Assert.False(first.Headers.Contains("x-fc-error-type"));
            }

            // One runs, one waits for its place.
            await before.PutAsync("uploads/narrow/first.mp4");
            await before.UntilAsync("uploads/narrow/first.mp4", status: null);
            await before.PutAsync("uploads/narrow/second.mp4");
            await before.SaidAsync("ingest", "waits for budget");

            // IMS started it, and the reply was lost.
            await before.FaultAsync(new { service = "ims", action = "StartWorkflow", kind = "drop-reply" });
            await before.PutAsync("uploads/unknown.mp4");
            await before.UntilAsync("uploads/unknown.mp4", status: null);
            await before.StruckAsync();

            // Its event is under way: claimed, and not registered yet.
            await before.HoldAsync("ims", "RegisterMediaInfo", "in-flight");
            await before.PutAsync("uploads/in-flight.mp4");
            await before.HeldAsync();
        }

        await using var after = await StartAsync(to);
        using var again = await after.InvokeAsync("ingest", redelivered);
        Assert.False(again.Headers.Contains("x-fc-error-type"));
        await after.UntilAsync("uploads/in-flight.mp4", status: null);

        var resumed = await after.FcwtAsync("runs", "resume", "--state", "parked", "--all", "--yes");
        Assert.True(resumed.Exit == 0, $"{resumed.Out}{resumed.Error}");

        // Past the end of every task that was running; the upload that waited for its place ends an hour after it starts.
        await after.AdvanceAsync(Processing);
        await after.QuietAsync();

        // The object of the redelivered event was never uploaded here, so its one task fails.
        string[] uploaded = ["uploads/in-flight.mp4", "uploads/narrow/first.mp4", "uploads/narrow/second.mp4", "uploads/parked.mp4", "uploads/unknown.mp4"];
        Assert.Equal(
            uploaded.Select(key => $"{key} Succeed").Append($"{redeliveredKey} Failed").Order(),
            (await after.RunsAsync()).Select(run => $"{run.Key} {run.Status}").Order());
    }

    private async Task<LocalCloud> StartAsync(string bootstrap)
    {
        var rules = Path.Combine(_folder, "rules.json");
        await File.WriteAllTextAsync(rules, Rules);
        return await LocalCloud.StartAsync(
            new Dictionary<string, string> { ["RULES_FILE"] = rules, ["START_POLICY"] = "park" },
            "--data", Path.Combine(_folder, "data"), "--bootstrap", bootstrap, "--preparing", "0.1", "--processing", $"{Processing.TotalSeconds}");
    }
}
