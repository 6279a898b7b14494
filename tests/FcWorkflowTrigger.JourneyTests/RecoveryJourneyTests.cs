namespace FcWorkflowTrigger.JourneyTests;

/// <summary>What is left of a run when a process dies or a message is lost, and who finishes it.</summary>
public sealed class RecoveryJourneyTests : IAsyncLifetime
{
    private const string Key = "uploads/struck.mp4";

    // The signature's window, the clocks' difference and the list's lag, with what the test itself takes.
    private static readonly TimeSpan UntilCertain = TimeSpan.FromMinutes(35);
    private const int SweepsUntilCertain = 7;

    private LocalCloud _cloud = null!;

    public async Task InitializeAsync() => _cloud = await LocalCloud.StartAsync("--preparing", "0.1", "--processing", "0.3");

    public async Task DisposeAsync() => await _cloud.DisposeAsync();

    // The marker is the one thing with the year in its key: d/<shard>/<yyyyMMddHH>/<run>.
    [Theory]
    [InlineData("the marker", "oss", "PutObject", "/20")]
    [InlineData("the claim", "oss", "PutObject", "/0000.json")]
    [InlineData("the registration", "ims", "RegisterMediaInfo", null)]
    [InlineData("the intent", "oss", "PutObject", "/0001.json")]
    [InlineData("the started record", "oss", "PutObject", "/0002.json")]
    [InlineData("the pointer", "oss", "PutObject", "t/")]
    public async Task Ingest_killed_while_it_writes_or_asks_for_one_thing_is_delivered_again_and_makes_one_task(string step, string service, string action, string? keyContains)
    {
        await _cloud.HoldAsync(service, action, keyContains);
        await _cloud.PutAsync(Key);
        await _cloud.HeldAsync();

        await _cloud.KillAsync("ingest");

        Assert.Equal([(step, false), (step, true)], (await _cloud.InvokedAsync("ingest", count: 2)).Select(invocation => (step, invocation.Ok)));
        await IsOneFinishedTaskAsync();
    }

    [Fact]
    public async Task Ingest_killed_before_its_start_arrives_is_started_again_once_it_cannot_arrive_any_more()
    {
        await _cloud.HoldAsync("ims", "StartWorkflow");
        await _cloud.PutAsync(Key);
        await _cloud.HeldAsync();

        await _cloud.KillAsync("ingest");
        await _cloud.InvokedAsync("ingest", count: 2);
        Assert.Empty(await _cloud.RunsAsync());
        await _cloud.AdvanceAsync(UntilCertain);

        await IsOneFinishedTaskAsync();
    }

    [Fact]
    public async Task Callback_killed_while_it_records_the_end_is_called_again()
    {
        await _cloud.HoldAsync("oss", "PutObject", "/0003.json");
        await _cloud.PutAsync(Key);
        await _cloud.HeldAsync();

        await _cloud.KillAsync("callback");

        var run = Assert.Single(await _cloud.UntilAsync(Key, "Succeed", called: true));
        Assert.Equal([502, 200], run.Callbacks.Select(attempt => attempt.Status));
        await IsOneFinishedTaskAsync();
    }

    [Fact]
    public async Task Reconcile_killed_in_the_middle_of_a_sweep_is_made_up_for_by_the_same_event_again()
    {
        await LoseCallbacksAsync(1);
        await _cloud.PutAsync(Key);
        await _cloud.UntilAsync(Key, "Succeed");
        await _cloud.InvokedAsync("ingest", count: 1);
        await _cloud.HoldAsync("oss", "PutObject", "/0003.json");
        await _cloud.AdvanceAsync(TimeSpan.FromMinutes(6));
        await _cloud.HeldAsync();

        await _cloud.KillAsync("reconcile");

        Assert.Equal([false, true], (await _cloud.InvokedAsync("reconcile", count: 2)).Select(invocation => invocation.Ok));
        Assert.Single(await _cloud.SaidAsync("reconcile", "is Succeed (learnt by poll)"));
        Assert.Empty(await _cloud.MarkersAsync());
        Assert.Single(await _cloud.RunsAsync());
    }

    [Fact]
    public async Task Every_callback_lost_is_made_up_for_within_two_sweeps()
    {
        string[] keys = ["uploads/a.mp4", "uploads/b.mp4", "uploads/c.mp4"];
        await LoseCallbacksAsync(keys.Length);

        foreach (var key in keys)
        {
            await _cloud.PutAsync(key);
            await _cloud.UntilAsync(key, "Succeed");
        }

        await _cloud.InvokedAsync("ingest", keys.Length);
        await _cloud.SweepAsync();
        await _cloud.SweepAsync();

        Assert.Empty(await _cloud.MarkersAsync());
        Assert.Equal(keys.Length, (await _cloud.SaidAsync("reconcile", "is Succeed (learnt by poll)")).Length);
        Assert.Equal(keys.Length, (await _cloud.RunsAsync()).Length);
    }

    [Fact]
    public async Task The_reply_to_a_start_and_its_callback_lost_is_found_in_the_list_of_IMS()
    {
        await LoseCallbacksAsync(1);
        await _cloud.FaultAsync(new { service = "ims", action = "StartWorkflow", kind = "drop-reply" });
        await _cloud.PutAsync(Key);
        await _cloud.UntilAsync(Key, "Succeed");
        await _cloud.InvokedAsync("ingest", count: 1);

        await _cloud.SweepAsync();
        await _cloud.SweepAsync();

        Assert.Single(await _cloud.SaidAsync("reconcile", "Found the start of run"));
        Assert.Empty(await _cloud.MarkersAsync());
        Assert.Single(await _cloud.RunsAsync());
    }

    [Fact]
    public async Task A_start_lost_on_its_way_is_started_again_once_it_cannot_arrive_any_more()
    {
        await _cloud.FaultAsync(new { service = "ims", action = "StartWorkflow", kind = "drop-request" });
        await _cloud.PutAsync(Key);
        await _cloud.InvokedAsync("ingest", count: 1);

        await _cloud.AdvanceAsync(TimeSpan.FromMinutes(6));
        await _cloud.InvokedAsync("reconcile", count: 1);
        Assert.Empty(await _cloud.RunsAsync());
        await _cloud.AdvanceAsync(UntilCertain - TimeSpan.FromMinutes(6));

        await _cloud.InvokedAsync("reconcile", SweepsUntilCertain);
        await IsOneFinishedTaskAsync();
    }

    private Task LoseCallbacksAsync(int times) =>
        _cloud.FaultAsync(new { service = "callback", action = "WorkflowTaskComplete", kind = "lose", times });

    private async Task IsOneFinishedTaskAsync()
    {
        await _cloud.UntilAsync(Key, "Succeed", called: true);
        await _cloud.QuietAsync();
        Assert.Single(await _cloud.RunsAsync());
    }
}
