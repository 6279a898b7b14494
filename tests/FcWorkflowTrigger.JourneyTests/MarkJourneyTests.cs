using System.Text.Json;
using System.Xml.Linq;

namespace FcWorkflowTrigger.JourneyTests;

/// <summary>The object of a run gets the tags of its rule when the run has ended, without any receiver of outcomes.</summary>
public sealed class MarkJourneyTests
{
    private const string Rules = """
        { "version": 1, "rules": [ { "name": "marking", "match": { "prefix": "uploads/" }, "workflowId": "00000000000000000000000000000001", "mark": { "ims": "{outcome}", "run": "{run}" } } ] }
        """;

    [Fact]
    public async Task An_object_is_tagged_by_the_sweep_after_its_end_and_a_person_sees_it()
    {
        var rules = WriteRules();
        await using var cloud = await LocalCloud.StartAsync(new Dictionary<string, string> { ["RULES_FILE"] = rules }, "--processing", "0.3");
        await cloud.PutAsync("uploads/a.mp4", header: "x-oss-tagging: owner=team");
        await cloud.UntilAsync("uploads/a.mp4", "Succeed", called: true);
        await cloud.QuietAsync();
        Assert.Equal("owner=team", await TagsAsync(cloud, "uploads/a.mp4"));

        await cloud.SweepAsync();

        await cloud.SaidAsync("reconcile", "to mark (attempt 1)");
        var run = JsonDocument.Parse((await cloud.FcwtAsync("runs", "list", "--json")).Out).RootElement.GetProperty("run").GetString();
        Assert.Equal($"ims=succeeded, owner=team, run={run}", await TagsAsync(cloud, "uploads/a.mp4"));
        Assert.Contains($"mark      ims=succeeded, run={run}  (put)", (await cloud.FcwtAsync("runs", "show", "oss://media-in/uploads/a.mp4")).Out, StringComparison.Ordinal);
        var shown = await cloud.FcwtAsync("runs", "show", "oss://media-in/uploads/a.mp4", "--json");
        await FcwtSchema.RequireAsync("ShowReport", shown.Out);
        Assert.Equal("put", JsonDocument.Parse(shown.Out).RootElement.GetProperty("marked").GetString());
        var explained = (await cloud.FcwtAsync("explain", "oss://media-in/uploads/a.mp4", "--rules", rules)).Out;
        Assert.Contains("Mark by rule marking: ", explained, StringComparison.Ordinal);
        Assert.Contains("Expected by rule marking: the task ends within 1d of its start", explained, StringComparison.Ordinal);

        // A tag is no upload: nothing else was started.
        Assert.Single(await cloud.RunsAsync());
    }

    [Fact]
    public async Task Other_bytes_that_came_before_the_end_keep_their_tags_and_are_marked_by_their_own_run()
    {
        await using var cloud = await LocalCloud.StartAsync(new Dictionary<string, string> { ["RULES_FILE"] = WriteRules() }, "--processing", "3600");
        await cloud.PutAsync("uploads/a.mp4", "first bytes");
        await cloud.InvokedAsync("ingest", count: 1);
        await cloud.AdvanceAsync(TimeSpan.FromMinutes(40));
        Assert.Contains("  expected  to end by ", (await cloud.FcwtAsync("runs", "show", "oss://media-in/uploads/a.mp4")).Out, StringComparison.Ordinal);
        await cloud.PutAsync("uploads/a.mp4", "second bytes", header: "x-oss-tagging: ims=new");
        await cloud.InvokedAsync("ingest", count: 2);
        await cloud.AdvanceAsync(TimeSpan.FromMinutes(21));
        await cloud.UntilAsync("uploads/a.mp4", "Succeed", called: true, count: 1);

        await cloud.SweepAsync();

        await cloud.SaidAsync("reconcile", "is not delivered to mark: ObjectReplaced.");
        Assert.Equal("ims=new", await TagsAsync(cloud, "uploads/a.mp4"));

        await cloud.AdvanceAsync(TimeSpan.FromMinutes(60));
        await cloud.UntilAsync("uploads/a.mp4", "Succeed", called: true, count: 2);
        await cloud.QuietAsync();
        await cloud.SweepAsync();

        await cloud.SaidAsync("reconcile", "to mark (attempt 1)");
        Assert.StartsWith("ims=succeeded, run=", await TagsAsync(cloud, "uploads/a.mp4"), StringComparison.Ordinal);
    }

    private static string WriteRules()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("fcwt-mark-").FullName, "rules.json");
        File.WriteAllText(file, Rules);
        return file;
    }

    private static async Task<string> TagsAsync(LocalCloud cloud, string key)
    {
        using var request = await cloud.SignedAsync(HttpMethod.Get, "media-in", key, subResource: "tagging");
        using var reply = await cloud.Http.SendAsync(request);
        return string.Join(", ", XElement.Parse(await reply.Content.ReadAsStringAsync()).Descendants("Tag")
            .Select(tag => $"{tag.Element("Key")!.Value}={tag.Element("Value")!.Value}").Order(StringComparer.Ordinal));
    }
}
