namespace FcWorkflowTrigger.JourneyTests;

/// <summary>What <c>fcwt init</c> writes is what runs: the example of docs/deploy.md with two buckets and three prefixes.</summary>
public sealed class InitJourneyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fc-workflow-trigger-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Uploads_to_each_trigger_start_the_workflow_by_its_rule_and_uploads_beside_them_start_nothing()
    {
        File.Copy(Path.Combine(Repository.Root, "s.yaml"), PathOf("s.yaml"));
        var written = await Fcwt.RunAsync(
            new Dictionary<string, string?>(),
            [
                "init", "--region", "cn-shanghai", "--ledger-bucket", "ledger",
                "--trigger", "films-bucket:masters/", "--trigger", "films-bucket:trailers/", "--trigger", "clips-bucket:masters/", "--workflow", "00000000000000000000000000000001",
                "--out", _folder, "--template", PathOf("s.yaml"), "--rules", PathOf("rules.json"), "--yes",
            ]);
        Assert.True(written.Exit == 0, written.Error);

        await using var cloud = await LocalCloud.StartAsync(
            new Dictionary<string, string> { ["RULES_FILE"] = PathOf("rules.json") }, "--template", PathOf("s.yaml"), "--preparing", "0.1", "--processing", "0.3");
        await cloud.PutAsync("trailers/beside.mp4", bucket: "clips-bucket");
        await cloud.PutAsync("masters/a.mp4", bucket: "films-bucket");
        await cloud.PutAsync("trailers/b.mp4", bucket: "films-bucket");
        await cloud.PutAsync("masters/c.mp4", bucket: "clips-bucket");

        foreach (var key in new[] { "masters/a.mp4", "trailers/b.mp4", "masters/c.mp4" })
        {
            await cloud.UntilAsync(key, "Succeed", called: true);
        }

        Assert.Equal(
            ["clips-bucket/masters/c.mp4", "films-bucket/masters/a.mp4", "films-bucket/trailers/b.mp4"],
            (await cloud.RunsAsync()).Select(run => $"{run.Bucket}/{run.Key}").Order());
        Assert.Equal(3, await cloud.InvocationsAsync("ingest"));

        var claims = string.Join('\n', await cloud.LogAsync("ingest"));
        Assert.Contains("for oss://films-bucket/masters/a.mp4 under rule 'masters'", claims, StringComparison.Ordinal);
        Assert.Contains("for oss://films-bucket/trailers/b.mp4 under rule 'trailers'", claims, StringComparison.Ordinal);
        Assert.Contains("for oss://clips-bucket/masters/c.mp4 under rule 'masters-2'", claims, StringComparison.Ordinal);
    }

    private string PathOf(string file) => Path.Combine(_folder, file);
}
