using System.Net;

namespace FcWorkflowTrigger.JourneyTests;

public sealed class UploadJourneyTests : IAsyncLifetime
{
    private LocalCloud _cloud = null!;

    public async Task InitializeAsync() => _cloud = await LocalCloud.StartAsync("--preparing", "0.1", "--processing", "0.3");

    public async Task DisposeAsync() => await _cloud.DisposeAsync();

    [Theory]
    [InlineData("uploads/beach.mp4")]
    [InlineData("uploads/春节 plan+draft 100%🎬.MOV")]
    [InlineData("uploads/a//b/../c.mp4")]
    public async Task An_upload_becomes_one_task_and_its_end_comes_back(string key)
    {
        await _cloud.PutAsync(key);

        var run = Assert.Single(await _cloud.UntilAsync(key, "Succeed", called: true));

        Assert.Equal(("media-in", key), (run.Bucket, run.Key));
        Assert.Equal(200, Assert.Single(run.Callbacks).Status);
    }

    [Fact]
    public async Task A_key_of_1023_bytes_makes_the_whole_way()
    {
        var key = $"uploads/{new string('x', 1011)}.mp4";
        await _cloud.PutAsync(key);

        Assert.Single(await _cloud.UntilAsync(key, "Succeed", called: true));
    }

    [Fact]
    public async Task An_event_delivered_twice_at_the_same_moment_starts_one_task()
    {
        await _cloud.FaultAsync(new { service = "fc", action = "fc-workflow-trigger-ingest", kind = "duplicate" });

        await _cloud.PutAsync("uploads/twice.mp4");
        await _cloud.InvokedAsync("ingest", count: 2);
        await _cloud.UntilAsync("uploads/twice.mp4", "Succeed", called: true);

        Assert.Single(await _cloud.RunsAsync());
    }

    [Theory]
    [InlineData("object-created-rawdata.json", 1)]
    [InlineData("objects-created-batch.json", 2)]
    [InlineData("object-created-topic.json", 1)]
    public async Task An_event_from_EventBridge_or_a_topic_starts_a_task_for_each_upload_and_once(string sample, int uploads)
    {
        var document = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "events", sample));

        using var first = await _cloud.InvokeAsync("ingest", document);
        using var again = await _cloud.InvokeAsync("ingest", $$"""{"specversion":"1.0","data":{{document}}}""");

        Assert.False(first.Headers.Contains("x-fc-error-type"));
        Assert.False(again.Headers.Contains("x-fc-error-type"));
        Assert.Equal(uploads, (await _cloud.RunsAsync()).Length);
    }

    [Fact]
    public async Task An_event_redelivered_days_later_starts_nothing()
    {
        var events = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "events", "object-created.json"));
        await _cloud.InvokeAsync("ingest", events);
        await _cloud.AdvanceAsync(TimeSpan.FromDays(6));

        using var again = await _cloud.InvokeAsync("ingest", events);

        Assert.False(again.Headers.Contains("x-fc-error-type"));
        Assert.Single(await _cloud.RunsAsync());
    }

    [Fact]
    public async Task A_new_upload_of_a_known_key_is_a_new_task_on_the_same_asset()
    {
        await _cloud.PutAsync("uploads/again.mp4");
        await _cloud.UntilAsync("uploads/again.mp4", "Succeed", called: true);
        await _cloud.PutAsync("uploads/again.mp4", "other bytes");
        await _cloud.InvokedAsync("ingest", count: 2);

        Assert.Equal(2, (await _cloud.RunsAsync()).Length);
    }

    [Fact]
    public async Task A_refused_upload_starts_nothing_and_says_why()
    {
        await _cloud.PutAsync("uploads/notes.txt");

        Assert.True(Assert.Single(await _cloud.InvokedAsync("ingest", count: 1)).Ok);
        Assert.Contains(await _cloud.LogAsync("ingest"), line => line.Contains("[INFO] Refused oss://media-in/uploads/notes.txt: NoRule. {\"event\":\"upload.refused\"", StringComparison.Ordinal));
        Assert.Empty(await _cloud.RunsAsync());
    }

    [Fact]
    public async Task A_throttled_start_is_tried_again_and_starts_one_task()
    {
        await _cloud.FaultAsync(new { service = "ims", action = "StartWorkflow", kind = "fail", code = "Throttling.User", times = 2 });

        await _cloud.PutAsync("uploads/busy.mp4");

        Assert.Single(await _cloud.UntilAsync("uploads/busy.mp4", "Succeed", called: true));
    }

    [Fact]
    public async Task A_start_whose_reply_was_lost_is_one_task_and_its_callback_finishes_it()
    {
        await _cloud.FaultAsync(new { service = "ims", action = "StartWorkflow", kind = "drop-reply" });

        await _cloud.PutAsync("uploads/lost.mp4");
        var run = Assert.Single(await _cloud.UntilAsync("uploads/lost.mp4", "Succeed", called: true));

        Assert.Equal(200, run.Callbacks[^1].Status);
        Assert.Single(await _cloud.RunsAsync());
    }

    [Fact]
    public async Task A_ledger_that_loses_replies_and_refuses_for_a_while_changes_nothing()
    {
        await _cloud.FaultAsync(new { service = "oss", action = "PutObject", kind = "drop-reply", keyContains = "/0000.json" });
        await _cloud.FaultAsync(new { service = "oss", action = "PutObject", kind = "fail", code = "ServiceUnavailable", status = 503, keyContains = "/0001.json", times = 2 });

        await _cloud.PutAsync("uploads/rough.mp4");

        Assert.Single(await _cloud.UntilAsync("uploads/rough.mp4", "Succeed", called: true));
    }

    [Fact]
    public async Task A_lost_callback_is_made_up_for_by_the_timer()
    {
        await _cloud.FaultAsync(new { service = "callback", action = "WorkflowTaskComplete", kind = "lose" });
        await _cloud.PutAsync("uploads/silent.mp4");
        await _cloud.UntilAsync("uploads/silent.mp4", "Succeed");

        await _cloud.AdvanceAsync(TimeSpan.FromMinutes(6));
        await _cloud.InvokedAsync("reconcile", count: 1);

        Assert.Contains(await _cloud.LogAsync("reconcile"), line => line.Contains("is Succeed (learnt by poll)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_event_that_cannot_be_read_fails_and_reaches_the_failure_destination()
    {
        using var reply = await _cloud.InvokeAsync("ingest", """{"no":"event"}""");

        Assert.Equal(["UnhandledInvocationError"], reply.Headers.GetValues("x-fc-error-type"));
        Assert.Contains("EVENT-MALFORMED", await reply.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_upload_with_a_wrong_secret_is_refused_by_OSS()
    {
        using var reply = await _cloud.TryPutAsync("uploads/forged.mp4", "x", secret: "guessed");

        Assert.Equal(HttpStatusCode.Forbidden, reply.StatusCode);
    }
}
