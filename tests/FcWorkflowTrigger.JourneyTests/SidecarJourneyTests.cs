using System.Text.Json;

namespace FcWorkflowTrigger.JourneyTests;

/// <summary>An upload and the file beside it, in either order, or without it.</summary>
public sealed class SidecarJourneyTests : IAsyncLifetime
{
    private const string Key = "uploads/春节 plan+draft 100%🎬.mp4";

    // IMS here knows one workflow; that of the first rule is another, so only a sidecar's word makes a task of its uploads.
    private const string Rules = """
        {
          "version": 1,
          "rules": [
            { "name": "without", "match": { "prefix": "uploads/without/" }, "workflowId": "00000000000000000000000000000001", "sidecar": "wait 10" },
            {
              "name": "with",
              "match": { "suffixes": [".mp4"] },
              "workflowId": "00000000000000000000000000000002",
              "workflowIdFrom": { "sidecar": true, "allow": ["00000000000000000000000000000001"] },
              "sidecar": "require"
            }
          ]
        }
        """;

    private const string Sidecar = """{"version":1,"workflowId":"00000000000000000000000000000001","media":{"title":"By hand"}}""";

    private readonly string _folder = Directory.CreateTempSubdirectory("fc-workflow-trigger-").FullName;
    private LocalCloud _cloud = null!;

    private string RulesFile => Path.Combine(_folder, "rules.json");

    public async Task InitializeAsync()
    {
        await File.WriteAllTextAsync(RulesFile, Rules);
        _cloud = await LocalCloud.StartAsync(new Dictionary<string, string> { ["RULES_FILE"] = RulesFile }, "--preparing", "0.1", "--processing", "0.3");
    }

    public async Task DisposeAsync()
    {
        await _cloud.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_sidecar_that_is_there_first_has_its_word_in_the_start()
    {
        await _cloud.PutAsync($"{Key}.workflow.json", Sidecar);
        await _cloud.InvokedAsync("ingest", count: 1);

        await _cloud.PutAsync(Key);

        Assert.Single(await _cloud.UntilAsync(Key, "Succeed", called: true));
        Assert.Single(await _cloud.RunsAsync());
    }

    [Fact]
    public async Task A_sidecar_that_comes_later_starts_the_upload_that_waits_for_it()
    {
        await _cloud.PutAsync(Key);
        await _cloud.SaidAsync("ingest", "waits for the sidecar of uploads/春节");
        await _cloud.InvokedAsync("ingest", count: 1);
        Assert.Empty(await _cloud.RunsAsync());

        await _cloud.PutAsync($"{Key}.workflow.json", Sidecar);

        Assert.Single(await _cloud.UntilAsync(Key, "Succeed", called: true));
        Assert.All(await _cloud.InvokedAsync("ingest", count: 2), invocation => Assert.True(invocation.Ok));
    }

    [Fact]
    public async Task A_required_sidecar_that_never_comes_ends_the_upload_by_name()
    {
        await _cloud.PutAsync(Key);
        await _cloud.InvokedAsync("ingest", count: 1);

        await _cloud.AdvanceAsync(TimeSpan.FromHours(25));

        await _cloud.SaidAsync("reconcile", "is canceled (SidecarMissing): no sidecar came until ");
        await _cloud.QuietAsync();
        Assert.Empty(await _cloud.RunsAsync());
    }

    [Fact]
    public async Task A_bad_sidecar_ends_the_upload_with_its_field_and_is_told_by_explain()
    {
        await _cloud.PutAsync(Key);
        await _cloud.InvokedAsync("ingest", count: 1);

        await _cloud.PutAsync($"{Key}.workflow.json", """{"version":1,"media":{"tags":["a,b"]}}""");

        await _cloud.SaidAsync("ingest", "is canceled (SidecarInvalid): field media.tags holds a tag");
        await _cloud.InvokedAsync("ingest", count: 2);
        var (exit, report) = await _cloud.ExplainAsync($"oss://media-in/{Key}", "--rules", RulesFile);
        Assert.Equal((3, "bad"), (exit, report.GetProperty("rules")[1].GetProperty("sidecar").GetProperty("state").GetString()));
        Assert.StartsWith("SidecarInvalid: field media.tags", End(report), StringComparison.Ordinal);
        Assert.Empty(await _cloud.RunsAsync());
    }

    [Fact]
    public async Task A_sidecar_that_is_waited_for_and_never_comes_is_done_without()
    {
        const string Alone = "uploads/without/beach.mp4";
        await _cloud.PutAsync(Alone);
        await _cloud.InvokedAsync("ingest", count: 1);
        Assert.Empty(await _cloud.RunsAsync());

        await _cloud.AdvanceAsync(TimeSpan.FromMinutes(16));

        Assert.Single(await _cloud.UntilAsync(Alone, "Succeed", called: true));
    }

    private static string? End(JsonElement report) => report.GetProperty("ledger").GetProperty("runs")[0].GetProperty("end").GetString();
}
