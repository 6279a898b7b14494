namespace FcWorkflowTrigger.JourneyTests;

/// <summary>Uploads that are claimed and must not start yet, or not at all.</summary>
public sealed class GateJourneyTests : IDisposable
{
    private const string Rules = """
        {
          "version": 1,
          "rules": [
            { "name": "one-at-a-time", "match": { "prefix": "uploads/narrow/" }, "workflowId": "00000000000000000000000000000001", "budget": { "concurrent": 1 } },
            { "name": "once", "match": { "prefix": "uploads/once/" }, "workflowId": "00000000000000000000000000000001", "onReupload": "skip-identical" }
          ]
        }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("fc-workflow-trigger-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Three_uploads_under_a_budget_of_one_run_one_after_another()
    {
        await using var cloud = await CloudAsync(processingSeconds: "600");

        foreach (var (name, count) in new[] { ("a", 1), ("b", 2), ("c", 3) })
        {
            await cloud.PutAsync($"uploads/narrow/{name}.mp4");
            await cloud.InvokedAsync("ingest", count);
        }

        Assert.Equal(2, (await cloud.SaidAsync("ingest", "waits for budget, concurrent 1 of rule 'one-at-a-time'")).Length);

        for (var sweep = 0; sweep < 12 && (await cloud.MarkersAsync()).Length > 0; sweep++)
        {
            Assert.InRange((await cloud.RunsAsync()).Count(run => run.Status is not "Succeed"), 0, 1);
            await cloud.SweepAsync();
        }

        await cloud.QuietAsync();
        Assert.Equal(
            ["uploads/narrow/a.mp4", "uploads/narrow/b.mp4", "uploads/narrow/c.mp4"],
            (await cloud.RunsAsync()).Where(run => run.Status == "Succeed").Select(run => run.Key).Order());
        Assert.Empty(await cloud.LedgerAsync("bn/"));
    }

    [Fact]
    public async Task The_same_bytes_uploaded_again_start_nothing_and_other_bytes_do()
    {
        const string Key = "uploads/once/a.mp4";
        await using var cloud = await CloudAsync(processingSeconds: "0.3");
        await cloud.PutAsync(Key);
        await cloud.UntilAsync(Key, "Succeed", called: true);
        await cloud.InvokedAsync("ingest", count: 1);
        await cloud.QuietAsync();

        await cloud.PutAsync(Key);
        await cloud.SaidAsync("ingest", "is canceled unstarted (Identical: ");
        Assert.Single(await cloud.RunsAsync());
        await cloud.PutAsync(Key, "other bytes");
        await cloud.InvokedAsync("ingest", count: 3);

        Assert.Equal(2, (await cloud.RunsAsync()).Length);
        await cloud.QuietAsync();
    }

    private async Task<LocalCloud> CloudAsync(string processingSeconds)
    {
        var file = Path.Combine(_folder, "rules.json");
        await File.WriteAllTextAsync(file, Rules);
        return await LocalCloud.StartAsync(new Dictionary<string, string> { ["RULES_FILE"] = file }, "--preparing", "0.1", "--processing", processingSeconds);
    }
}
