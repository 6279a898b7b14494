namespace FcWorkflowTrigger.JourneyTests;

/// <summary>What happens to an upload that the ordinary way has given up on.</summary>
public sealed class GivenUpJourneyTests
{
    private const string Key = "uploads/given-up.mp4";

    // As s.yaml has it: the first try and three more.
    private const int IngestTries = 4;

    private static readonly string[] Quick = ["--preparing", "0.1", "--processing", "0.3"];

    [Fact]
    public async Task A_process_with_expired_keys_ends_and_a_fresh_one_makes_the_start()
    {
        await using var cloud = await LocalCloud.StartAsync(Quick);
        await cloud.PutAsync("uploads/refused.txt");
        await cloud.InvokedAsync("ingest", count: 1);
        var stale = Assert.Single(await cloud.ProcessesAsync("ingest"));

        // One invocation asks three times.
        await cloud.FaultAsync(new { service = "ims", action = "RegisterMediaInfo", kind = "fail", code = "InvalidSecurityToken.Expired", status = 403, times = 3 });
        await cloud.PutAsync(Key);

        Assert.Single(await cloud.UntilAsync(Key, "Succeed", called: true));
        Assert.Equal([true, false, true], (await cloud.InvokedAsync("ingest", count: 3)).Select(invocation => invocation.Ok));
        Assert.Single(await cloud.SaidAsync("ingest", "The services refuse this process's keys; it ends"));
        Assert.DoesNotContain(stale, await cloud.ProcessesAsync("ingest"));
        await cloud.QuietAsync();
    }

    /// <summary>A reply to HEAD has no body: the code stands in a header.</summary>
    [Fact]
    public async Task A_process_whose_keys_OSS_refuses_on_HEAD_ends_too_and_a_fresh_one_makes_the_start()
    {
        const string Tagged = "uploads/facts/refused-head.mp4";
        var rules = Path.Combine(AppContext.BaseDirectory, "rules-of-journeys.json");
        await using var cloud = await LocalCloud.StartAsync(new Dictionary<string, string> { ["RULES_FILE"] = rules }, Quick);
        await cloud.PutAsync("uploads/refused.txt");
        await cloud.InvokedAsync("ingest", count: 1);
        var stale = Assert.Single(await cloud.ProcessesAsync("ingest"));
        await cloud.FaultAsync(new { service = "oss", action = "HeadObject", kind = "fail", code = "SecurityTokenExpired", status = 403, times = 1 });

        await cloud.PutAsync(Tagged, header: "x-oss-tagging: Stage=raw%20cut");

        Assert.Single(await cloud.UntilAsync(Tagged, "Succeed", called: true));
        Assert.Equal([true, false, true], (await cloud.InvokedAsync("ingest", count: 3)).Select(invocation => invocation.Ok));
        Assert.Single(await cloud.SaidAsync("ingest", "The services refuse this process's keys; it ends"));
        Assert.DoesNotContain(stale, await cloud.ProcessesAsync("ingest"));
    }

    [Fact]
    public async Task An_event_that_ingest_never_took_is_started_by_reconcile()
    {
        await using var cloud = await LocalCloud.StartAsync(Quick);
        await cloud.FaultAsync(new { service = "fc", action = "fc-workflow-trigger-ingest", kind = "fail", times = IngestTries });
        await cloud.PutAsync(Key);

        await GiveUpAsync(cloud);

        await cloud.SaidAsync("reconcile", "Function Compute gave up on the event");
        Assert.Single(await cloud.UntilAsync(Key, "Succeed", called: true));
        await cloud.QuietAsync();
        Assert.Single(await cloud.RunsAsync());
    }

    [Fact]
    public async Task An_event_that_cannot_be_read_is_kept_in_the_ledger_for_an_operator()
    {
        await using var cloud = await LocalCloud.StartAsync(Quick);
        await cloud.EnqueueAsync("ingest", """{"no":"event"}""");

        await GiveUpAsync(cloud);

        Assert.True(Assert.Single(await cloud.InvokedAsync("reconcile", count: 1)).Ok);
        Assert.Single(await cloud.LedgerAsync("u/"));
        Assert.Empty(await cloud.RunsAsync());
    }

    [Fact]
    public async Task A_start_that_vanished_waits_for_a_person_where_the_policy_says_so_and_is_one_task_once_resumed()
    {
        await using var cloud = await LocalCloud.StartAsync(new Dictionary<string, string> { ["START_POLICY"] = "park" }, Quick);
        await cloud.FaultAsync(new { service = "ims", action = "StartWorkflow", kind = "drop-request" });
        await cloud.PutAsync(Key);
        await cloud.InvokedAsync("ingest", count: 1);

        // The timer has fired seven times by then.
        await cloud.AdvanceAsync(TimeSpan.FromMinutes(35));
        await cloud.InvokedAsync("reconcile", count: 7);
        Assert.Empty(await cloud.RunsAsync());
        Assert.Empty(await cloud.MarkersAsync());

        using var resumed = await cloud.InvokeAsync("reconcile", $$"""{"run":"{{await RunIdAsync(cloud)}}","action":"resume"}""");

        Assert.False(resumed.Headers.Contains("x-fc-error-type"), await resumed.Content.ReadAsStringAsync());
        await cloud.UntilAsync(Key, "Succeed", called: true);
        await cloud.QuietAsync();
        Assert.Single(await cloud.RunsAsync());
    }

    /// <summary>Case F20.</summary>
    [Fact]
    public async Task Resume_of_a_run_that_has_ended_fails_and_says_so()
    {
        await using var cloud = await LocalCloud.StartAsync(Quick);
        await cloud.PutAsync(Key);
        await cloud.UntilAsync(Key, "Succeed", called: true);
        var run = await RunIdAsync(cloud);

        using var reply = await cloud.InvokeAsync("reconcile", $$"""{"run":"{{run}}","action":"resume"}""");

        Assert.True(reply.Headers.Contains("x-fc-error-type"));
        Assert.Contains($"RUN-ENDED: run {run} has ended (succeeded). Nothing was changed.", await reply.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Single(await cloud.RunsAsync());
    }

    private static async Task GiveUpAsync(LocalCloud cloud)
    {
        for (var failed = 1; failed <= IngestTries; failed++)
        {
            await cloud.InvokedAsync("ingest", failed);
            await cloud.AdvanceAsync(TimeSpan.FromSeconds(10));
        }
    }

    // As an operator would take it: from the log.
    private static async Task<string> RunIdAsync(LocalCloud cloud) =>
        Assert.Single(await cloud.SaidAsync("ingest", "Claimed run ")).Split("Claimed run ")[1].Split(' ')[0];
}
