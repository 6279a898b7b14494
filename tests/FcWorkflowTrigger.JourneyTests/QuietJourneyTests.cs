using System.Text.Json;

namespace FcWorkflowTrigger.JourneyTests;

/// <summary>A file that is written several times in a row, as ossfs and s3fs do.</summary>
public sealed class QuietJourneyTests : IDisposable
{
    private const string Rules = """
        {
          "version": 1,
          "rules": [
            { "name": "flushed", "match": { "prefix": "uploads/flushed/" }, "workflowId": "00000000000000000000000000000001", "quietFor": "10m" },
            { "name": "soon", "match": { "prefix": "uploads/soon/" }, "workflowId": "00000000000000000000000000000001", "quietFor": "5s" }
          ]
        }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("fc-workflow-trigger-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_file_that_is_written_four_times_makes_one_task_for_its_last_bytes()
    {
        const string Key = "uploads/flushed/a.mp4";
        await using var cloud = await CloudAsync();
        await WriteAsync(cloud, Key);

        // Nothing has started, and each of the commands says why.
        Assert.Empty(await cloud.RunsAsync());
        var explained = await cloud.FcwtAsync("explain", $"oss://media-in/{Key}", "--rules", Path.Combine(_folder, "rules.json"));
        Assert.Contains("Rule flushed starts the last upload of a key that has been quiet for 10m", Unwrap(explained.Out), StringComparison.Ordinal);
        Assert.Equal(4, Unwrap(explained.Out).Split("waits for quiet until").Length - 1);
        var shown = await cloud.FcwtAsync("runs", "show", $"oss://media-in/{Key}");
        Assert.StartsWith("Waits for its key to be quiet, until ", shown.Out, StringComparison.Ordinal);
        Assert.Contains("  quiet     until ", shown.Out, StringComparison.Ordinal);
        await FcwtSchema.RequireAsync("ShowReport", (await cloud.FcwtAsync("runs", "show", $"oss://media-in/{Key}", "--json")).Out);

        await cloud.AdvanceAsync(TimeSpan.FromMinutes(11));
        await cloud.SweepAsync();
        await cloud.UntilAsync(Key, "Succeed", called: true);
        await cloud.QuietAsync();

        Assert.Single(await cloud.RunsAsync());
        var last = JsonDocument.Parse((await cloud.FcwtAsync("runs", "list", "--state", "succeeded", "--json")).Out).RootElement.GetProperty("run").GetString()!;
        var show = JsonDocument.Parse((await cloud.FcwtAsync("runs", "show", last, "--json")).Out).RootElement;
        Assert.Equal(4, show.GetProperty("size").GetInt64());
        var ended = (await cloud.FcwtAsync("runs", "list", "--state", "canceled", "--json")).Out;
        Assert.Equal(3, ended.Split("\"Superseded\"").Length - 1);
        Assert.Empty(await cloud.MarkersAsync());
    }

    [Fact]
    public async Task A_short_quiet_is_waited_for_by_the_invocation_itself()
    {
        const string Key = "uploads/soon/a.mp4";
        await using var cloud = await CloudAsync();
        await WriteAsync(cloud, Key, invoked: false);

        await cloud.UntilAsync(Key, "Succeed", called: true);
        await cloud.InvokedAsync("ingest", count: 4);
        await cloud.QuietAsync();

        Assert.Single(await cloud.RunsAsync());
        Assert.Empty(await cloud.MarkersAsync());
    }

    private static async Task WriteAsync(LocalCloud cloud, string key, bool invoked = true)
    {
        for (var flush = 1; flush <= 4; flush++)
        {
            await cloud.PutAsync(key, new string('b', flush));

            if (invoked)
            {
                await cloud.InvokedAsync("ingest", flush);
            }
        }
    }

    private static string Unwrap(string text) => string.Join(' ', text.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries));

    private async Task<LocalCloud> CloudAsync()
    {
        var file = Path.Combine(_folder, "rules.json");
        await File.WriteAllTextAsync(file, Rules);
        return await LocalCloud.StartAsync(new Dictionary<string, string> { ["RULES_FILE"] = file }, "--preparing", "0.1", "--processing", "0.3");
    }
}
