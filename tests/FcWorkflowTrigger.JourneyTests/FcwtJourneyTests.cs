using System.Text.Json;

namespace FcWorkflowTrigger.JourneyTests;

/// <summary>Every command of fcwt that looks, on one local cloud: text as it was approved, JSON by its documented shape.</summary>
public sealed class FcwtJourneyTests : IAsyncLifetime
{
    // ESC, a colour, a character that turns the direction of text, and a bracket that Spectre.Console would take for markup.
    private const string HostileKey = "uploads/\u001b[31mred\u202e [bold]x.mp4";

    private readonly string _folder = Directory.CreateTempSubdirectory("fcwt-").FullName;
    private LocalCloud _cloud = null!;

    public async Task InitializeAsync() => _cloud = await LocalCloud.StartAsync("--preparing", "0.1", "--processing", "0.3");

    public async Task DisposeAsync()
    {
        await _cloud.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task An_upload_is_followed_to_its_end_and_then_shown_listed_counted_and_in_the_status()
    {
        var put = await _cloud.FcwtAsync("put", WriteFile("film.mp4"));

        Assert.Equal((0, "Succeeded, <span> after it was claimed.\n  fcwt runs show <run> --local"), (put.Exit, Fcwt.Scrub(put.Out)));
        Assert.Equal(
            """
            Uploaded oss://media-in/uploads/film.mp4 (eTag <id>).
            <time>  claim  claimed under rule 'video'
            <time>  intent  start sent to IMS
            <time>  started  IMS runs task <id> (learnt by reply)
            <time>  done  the task has ended: Succeed (learnt by <callback or poll>)
            """,
            Fcwt.Scrub(put.Error));

        // The end is entered into the index after the callback is answered.
        await _cloud.QuietAsync();
        var show = await _cloud.FcwtAsync("runs", "show", "oss://media-in/uploads/film.mp4");
        Assert.Equal(
            """
            Succeeded, <span> after it was claimed.
              object  oss://media-in/uploads/film.mp4  (10 bytes, eTag <id>)
              run  <run>  (succeeded)
              rule  video, workflow <id>, media <id>

            time  after  record  what  IMS request
            <time>  claim  claimed under rule 'video'
            <time>  +<span>  intent 1  start sent to IMS
            <time>  +<span>  started 1  IMS runs task <id> (learnt by reply)  <IMS request>
            <time>  +<span>  done  the task has ended: Succeed (learnt by <callback or poll>)

            Task <id>: Succeed in IMS, made <time>, ended <time>.
              Act-1: Succeed, from <time> to <time>

            Next: nothing: the run has ended.
              fcwt runs list --local  # shows the newest runs
            """,
            Fcwt.Scrub(show.Out));

        var list = await _cloud.FcwtAsync("runs", "list");
        Assert.Equal("state  age  rule  object  run  why\nsucceeded  <span>  video  oss://media-in/uploads/film.mp4  <run>", Fcwt.Scrub(list.Out));

        var count = await _cloud.FcwtAsync("runs", "count");
        Assert.Equal("state  runs\nsucceeded  1\nall  1", Fcwt.Scrub(count.Out));

        var status = await _cloud.FcwtAsync("status");
        Assert.Equal(
            """
            No person is needed.
            cloud  the local cloud, <time>
            open  0 (0 wait for a sidecar)
            overdue  0
            parked  0
            ended today  1 succeeded
            oldest open  none
            not delivered 0 outcomes
            """,
            Fcwt.Scrub(status.Out.Split("last sweep")[0]));
        Assert.Contains("last sweep", status.Out, StringComparison.Ordinal);
        Assert.Equal(0, status.Exit);
    }

    [Fact]
    public async Task A_run_is_found_by_its_task_and_drawn()
    {
        await _cloud.PutAsync("uploads/a.fail.mp4");
        var task = Assert.Single(await _cloud.UntilAsync("uploads/a.fail.mp4", "Failed", called: true));

        var show = await _cloud.FcwtAsync("runs", "show", task.TaskId, "--mermaid");

        Assert.Equal(
            """
            sequenceDiagram
              participant U as Upload
              participant F as Functions
              participant I as IMS
              Note over U: oss://media-in/uploads/a.fail.mp4
              U->>F: <clock> claimed under rule 'video'
              F->>I: <clock> start sent to IMS
              I-->>F: <clock> IMS runs task <id> (learnt by reply)
              I-->>F: <clock> the task has ended: Failed (learnt by <callback or poll>)
              Note over U,I: Failed: IMS ended task <id> as Failed.
            """,
            System.Text.RegularExpressions.Regex.Replace(Fcwt.Scrub(show.Out), @"\d\d:\d\d:\d\d", "<clock>"));
    }

    [Fact]
    public async Task A_run_is_told_as_a_trace()
    {
        await _cloud.PutAsync("uploads/a.fail.mp4");
        var task = Assert.Single(await _cloud.UntilAsync("uploads/a.fail.mp4", "Failed", called: true));

        var show = await _cloud.FcwtAsync("runs", "show", task.TaskId, "--otlp");

        var resource = JsonDocument.Parse(show.Out).RootElement.GetProperty("resourceSpans")[0];
        var spans = resource.GetProperty("scopeSpans")[0].GetProperty("spans").EnumerateArray().ToArray();
        Assert.Contains("""{"key":"cloud.platform","value":{"stringValue":"alibaba_cloud_fc"}}""", resource.GetProperty("resource").GetRawText(), StringComparison.Ordinal);
        Assert.Equal(
            ["workflow run video", "wait for event", "claim", "register", "StartWorkflow", "task", "activity Act-1"],
            spans.Take(7).Select(span => span.GetProperty("name").GetString()));
        Assert.Equal(0, show.Exit);
    }

    [Fact]
    public async Task Everything_has_its_documented_shape_as_JSON()
    {
        await _cloud.PutAsync("uploads/a.fail.mp4");
        await _cloud.UntilAsync("uploads/a.fail.mp4", "Failed", called: true);
        await _cloud.EnqueueAsync("reconcile", """{"no":"request"}""");
        await _cloud.InvokedAsync("reconcile", count: 1);
        await _cloud.QuietAsync();

        var list = await _cloud.FcwtAsync("runs", "list", "--json");
        await FcwtSchema.RequireLinesAsync("RunRow", list.Out);
        var run = JsonDocument.Parse(list.Out).RootElement;
        Assert.Equal(("failed", "uploads/a.fail.mp4", "task Failed"), (run.GetProperty("state").GetString(), run.GetProperty("key").GetString(), run.GetProperty("reason").GetString()));

        await FcwtSchema.RequireLinesAsync("RunRow", (await _cloud.FcwtAsync("runs", "watch", "--times", "1", "--json")).Out);
        await FcwtSchema.RequireAsync("ShowReport", (await _cloud.FcwtAsync("runs", "show", run.GetProperty("run").GetString()!, "--json")).Out);
        await FcwtSchema.RequireAsync("CountReport", (await _cloud.FcwtAsync("runs", "count", "--json")).Out);
        await FcwtSchema.RequireAsync("StatusReport", (await _cloud.FcwtAsync("status", "--json")).Out);
        await FcwtSchema.RequireLinesAsync("EventRow", (await _cloud.FcwtAsync("events", "list", "--json")).Out);
        await FcwtSchema.RequireAsync("ExplainReport", (await _cloud.FcwtAsync("explain", "oss://media-in/uploads/a.fail.mp4", "--json")).Out);
        await FcwtSchema.RequireAsync("CheckReport", (await _cloud.FcwtAsync("rules", "check", "src/FcWorkflowTrigger/rules.json", "--json")).Out);
    }

    [Fact]
    public async Task Filters_choose_by_state_rule_and_prefix()
    {
        foreach (var (key, status) in new[] { ("uploads/a.mp4", "Succeed"), ("uploads/b.fail.mp4", "Failed"), ("uploads/c.cancel.mp4", "Canceled") })
        {
            await _cloud.PutAsync(key);
            await _cloud.UntilAsync(key, status, called: true);
        }

        await _cloud.QuietAsync();
        Assert.Equal(["uploads/b.fail.mp4"], await KeysAsync("--state", "failed"));
        Assert.Equal(["uploads/b.fail.mp4", "uploads/c.cancel.mp4"], (await KeysAsync("--state", "failed,canceled")).Order(StringComparer.Ordinal));
        Assert.Equal(["uploads/a.mp4"], await KeysAsync("--prefix", "uploads/a"));
        Assert.Equal(3, (await KeysAsync("--rule", "video")).Length);
        Assert.Empty(await KeysAsync("--rule", "other"));
        Assert.Single(await KeysAsync("--limit", "1"));
        Assert.Empty(await KeysAsync("--state", "open,waiting,parked"));
        await _cloud.AdvanceAsync(TimeSpan.FromHours(3));
        Assert.Empty(await KeysAsync("--since", "2h"));
        Assert.Equal(3, (await KeysAsync("--since", "4h")).Length);
    }

    [Fact]
    public async Task No_key_writes_to_a_terminal()
    {
        await _cloud.PutAsync(HostileKey);
        await _cloud.UntilAsync(HostileKey, "Succeed", called: true);

        string[][] commands = [["runs", "list"], ["runs", "list", "--json"], ["runs", "show", $"oss://media-in/{HostileKey}"], ["runs", "show", $"oss://media-in/{HostileKey}", "--mermaid"], ["runs", "show", $"oss://media-in/{HostileKey}", "--otlp"], ["runs", "watch", "--times", "1"]];

        foreach (var command in commands)
        {
            var result = await _cloud.FcwtAsync(command);
            Assert.Equal(0, result.Exit);
            Assert.Contains("red", result.Out, StringComparison.Ordinal);
            Assert.DoesNotContain('\u001b', result.Out + result.Error);
            Assert.DoesNotContain('\u202e', result.Out + result.Error);
        }
    }

    [Theory]
    [InlineData("AK", "local-secret", "", 0, "")]
    [InlineData("StsToken", "local-secret", "local-token", 0, "")]
    [InlineData("StsToken", "local-secret", "", 1, "PROFILE-INCOMPLETE: profile 'ops' has no sts_token")]
    [InlineData("EcsRamRole", "", "", 1, "PROFILE-MODE: profile 'ops' is of mode 'EcsRamRole'; fcwt reads AK and StsToken.")]
    public async Task A_profile_of_the_Alibaba_Cloud_CLI_is_read(string mode, string secret, string token, int exit, string error)
    {
        Directory.CreateDirectory(Path.Combine(_folder, ".aliyun"));
        await File.WriteAllTextAsync(
            Path.Combine(_folder, ".aliyun", "config.json"),
            $$"""{"current":"default","profiles":[{"name":"ops","mode":"{{mode}}","access_key_id":"local","access_key_secret":"{{secret}}","sts_token":"{{token}}","region_id":"cn-shanghai"}]}""");

        var result = await Fcwt.RunAsync(
            new Dictionary<string, string?> { ["HOME"] = _folder, ["OSS_ENDPOINT"] = _cloud.Oss, ["LEDGER_BUCKET"] = "ledger" }, ["runs", "list", "--profile", "ops"]);

        Assert.Equal(exit, result.Exit);
        Assert.StartsWith(error, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("local-secret", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_upload_that_has_not_happened_is_explained_without_a_cloud()
    {
        var planned = await Fcwt.RunAsync(new Dictionary<string, string?> { ["HOME"] = _folder }, ["explain", "oss://media-in/uploads/x.mp4", "--size", "12MB", "--content-type", "video/mp4", "--json"]);
        var silent = await Fcwt.RunAsync(new Dictionary<string, string?> { ["HOME"] = _folder }, ["explain", "oss://media-in/uploads/x.mp4"]);

        Assert.Equal((0, 12_000_000), (planned.Exit, JsonDocument.Parse(planned.Out).RootElement.GetProperty("size").GetInt64()));
        Assert.Equal(1, silent.Exit);
        Assert.Contains("--size", silent.Error, StringComparison.Ordinal);
    }

    private string WriteFile(string name)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, "some bytes");
        return path;
    }

    private async Task<string[]> KeysAsync(params string[] filters)
    {
        var list = await _cloud.FcwtAsync(["runs", "list", "--json", .. filters]);
        Assert.Equal(0, list.Exit);
        return [.. list.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("key").GetString()!)];
    }
}
