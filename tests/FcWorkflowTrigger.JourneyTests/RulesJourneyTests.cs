using System.Text.Json.Nodes;

namespace FcWorkflowTrigger.JourneyTests;

public sealed class RulesJourneyTests(RulesCloud rules) : IClassFixture<RulesCloud>
{
    private const string Film = "\0\0\0\u0018ftypmp42\0\0\0\0mp42isom";

    private readonly LocalCloud _cloud = rules.Cloud;

    [Fact]
    public async Task An_upload_that_two_rules_take_is_two_runs_and_each_has_its_own_end()
    {
        const string Key = "uploads/fan-out/a.mp4";
        await _cloud.PutAsync(Key);

        var runs = await _cloud.UntilAsync(Key, "Succeed", called: true, count: 2);

        Assert.Equal(2, runs.Select(run => run.TaskId).Distinct().Count());
        Assert.Equal(2, runs.Select(run => run.Callbacks[^1].Url).Distinct().Count());
        await UnderRuleAsync(Key, "first");
        await UnderRuleAsync(Key, "second");

        foreach (var run in runs)
        {
            await _cloud.SaidAsync("callback", $"task {run.TaskId} is Succeed");
        }
    }

    [Fact]
    public async Task A_second_upload_under_a_rule_that_replaces_has_a_new_asset()
    {
        const string Key = "uploads/replaced/a.mp4";
        await _cloud.PutAsync(Key);
        await _cloud.UntilAsync(Key, "Succeed", called: true);
        await _cloud.PutAsync(Key, "other bytes");

        var runs = await _cloud.UntilAsync(Key, "Succeed", called: true, count: 2);

        Assert.Equal(2, runs.Select(run => run.MediaId).Distinct().Count());
    }

    [Fact]
    public async Task A_workflow_takes_an_object_outside_its_own_path_only_when_the_rule_skips_the_check()
    {
        await DeliverAsync("elsewhere/bound/a.mp4");
        await DeliverAsync("elsewhere/unbound/a.mp4");

        var run = Assert.Single(await _cloud.UntilAsync("elsewhere/unbound/a.mp4", "Succeed", called: true));

        Assert.Null(run.MediaId);
        await _cloud.SaidAsync("ingest", "IMS refused StartWorkflow");
        await StartedNothingAsync("elsewhere/bound/a.mp4");
    }

    [Theory]
    [InlineData("tagged", "x-oss-tagging: Stage=raw%20cut")]
    [InlineData("rarely-read", "x-oss-storage-class: IA")]
    [InlineData("described", "x-oss-meta-campaign: spring")]
    public async Task A_rule_can_ask_for_what_only_the_object_tells(string rule, string header)
    {
        var key = $"uploads/facts/{rule}.mp4";
        await _cloud.PutAsync(key, header: header);

        Assert.Single(await _cloud.UntilAsync(key, "Succeed", called: true));

        await UnderRuleAsync(key, rule);
    }

    [Fact]
    public async Task A_task_has_the_fields_of_its_rule_and_a_run_shows_them()
    {
        const string Key = "uploads/labelled/a.mp4";
        await _cloud.PutAsync(Key, header: "x-oss-meta-project: spring");

        var run = Assert.Single(await _cloud.UntilAsync(Key, "Succeed", called: true));
        using var request = await _cloud.SignedImsAsync("GetWorkflowTask", ("TaskId", run.TaskId));
        using var reply = await _cloud.Http.SendAsync(request);
        var shown = await _cloud.FcwtAsync("runs", "show", $"oss://media-in/{Key}");

        var task = JsonNode.Parse(await reply.Content.ReadAsStringAsync())!["WorkflowTask"]!;
        Assert.EndsWith(""","project":"spring","file":"a.mp4"}""", task["UserData"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Contains("user data project=spring, file=a.mp4", shown.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("uploads/labelled/0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789.mp4", "TaskUserDataTooLong (taskUserData takes 218 bytes here, and there is room for 200)", "some bytes", null)]
    [InlineData("uploads/facts/plain.mp4", "NoRule", "some bytes", null)]
    [InlineData("uploads/facts/other.mp4", "NoRule", "some bytes", "x-oss-tagging: Stage=final")]
    [InlineData("uploads/checked/song.mp4", "ContentMismatch (the first bytes are of the format 'mp3 (ID3)', and the extension claims video)", "ID3\u0003\0\0\0\0\0\0", null)]
    [InlineData("uploads/chosen/other.mp4", "WorkflowNotAllowed", "some bytes", "x-oss-meta-workflow: 00000000000000000000000000000003")]
    [InlineData("uploads/dry-run/a.mp4", "DryRun", "some bytes", null)]
    public async Task A_refusal_has_its_name_and_starts_nothing(string key, string reason, string content, string? header)
    {
        await _cloud.PutAsync(key, content, header: header);

        await _cloud.SaidAsync("ingest", $"Refused oss://media-in/{key}: {reason}.");
        await StartedNothingAsync(key);
    }

    [Theory]
    [InlineData("uploads/checked/film.mp4", Film, null)]
    [InlineData("uploads/chosen/allowed.mp4", "some bytes", "x-oss-meta-workflow: 00000000000000000000000000000001")]
    public async Task What_the_rule_asks_of_the_object_lets_it_start_when_it_is_so(string key, string content, string? header)
    {
        await _cloud.PutAsync(key, content, header: header);

        Assert.Single(await _cloud.UntilAsync(key, "Succeed", called: true));
    }

    [Fact]
    public async Task A_rule_on_dry_run_says_what_it_would_have_taken()
    {
        const string Key = "uploads/dry-run/b.mp4";
        await _cloud.PutAsync(Key);

        await _cloud.SaidAsync("ingest", $"Rule 'dry-run' would take oss://media-in/{Key}; it is on dry run.");
        await StartedNothingAsync(Key);
    }

    private Task<string[]> UnderRuleAsync(string key, string rule) => _cloud.SaidAsync("ingest", $"for oss://media-in/{key} under rule '{rule}'.");

    private async Task StartedNothingAsync(string key) => Assert.DoesNotContain(await _cloud.RunsAsync(), run => run.Key == key);

    // An event of another trigger: the deployed trigger sends events of uploads/ only.
    private async Task DeliverAsync(string key)
    {
        var events = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "events", "object-created.json"));
        using var reply = await _cloud.InvokeAsync("ingest", events.Replace("uploads/2026/11/24/春节 plan+draft 100%.mp4", key, StringComparison.Ordinal));
        Assert.False(reply.Headers.Contains("x-fc-error-type"));
    }
}
