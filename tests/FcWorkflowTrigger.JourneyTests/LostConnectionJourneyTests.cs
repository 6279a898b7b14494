using System.Globalization;

namespace FcWorkflowTrigger.JourneyTests;

/// <summary>Every call to OSS and IMS on the way of an upload, over TLS, and its connection lost in the middle of it.</summary>
public sealed class LostConnectionJourneyTests(TlsCloud shared) : IClassFixture<TlsCloud>, IAsyncLifetime
{
    private const string Lost = "drop-request";
    private const string LostReply = "drop-reply";

    private readonly LocalCloud _cloud = shared.Cloud;

    // A test that fails leaves its faults, and they are not the next one's.
    public Task InitializeAsync() => _cloud.ClearFaultsAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData("the marker", "oss", "PutObject", "/yyyy", Lost)]
    [InlineData("the marker", "oss", "PutObject", "/yyyy", LostReply)]
    [InlineData("the claim", "oss", "PutObject", "/0000.json", Lost)]
    [InlineData("the claim", "oss", "PutObject", "/0000.json", LostReply)]
    [InlineData("the registration", "ims", "RegisterMediaInfo", null, Lost)]
    [InlineData("the registration", "ims", "RegisterMediaInfo", null, LostReply)]
    [InlineData("the intent", "oss", "PutObject", "/0001.json", Lost)]
    [InlineData("the intent", "oss", "PutObject", "/0001.json", LostReply)]
    [InlineData("the start", "ims", "StartWorkflow", null, Lost)]
    [InlineData("the start", "ims", "StartWorkflow", null, LostReply)]
    [InlineData("the started record", "oss", "PutObject", "/0002.json", Lost)]
    [InlineData("the started record", "oss", "PutObject", "/0002.json", LostReply)]
    [InlineData("the pointer", "oss", "PutObject", "t/", Lost)]
    [InlineData("the pointer", "oss", "PutObject", "t/", LostReply)]
    [InlineData("what the callback reads", "oss", "GetObject", "/0002.json", Lost)]
    [InlineData("what the callback reads", "oss", "GetObject", "/0002.json", LostReply)]
    [InlineData("what the callback asks", "ims", "GetWorkflowTask", null, Lost)]
    [InlineData("what the callback asks", "ims", "GetWorkflowTask", null, LostReply)]
    [InlineData("the end", "oss", "PutObject", "/0003.json", Lost)]
    [InlineData("the end", "oss", "PutObject", "/0003.json", LostReply)]
    [InlineData("the marker's end", "oss", "DeleteObject", "/yyyy", Lost)]
    [InlineData("the marker's end", "oss", "DeleteObject", "/yyyy", LostReply)]
    public async Task A_connection_lost_in_the_middle_of_a_call_leaves_one_task_and_a_finished_run(
        string call, string service, string action, string? keyContains, string kind)
    {
        var key = $"uploads/cut-off/{call}/{kind}.mp4";
        await LoseAsync(service, action, kind, keyContains);

        await IngestAsync(key);

        await EndsAsOneFinishedTaskAsync(key);
    }

    [Theory]
    [InlineData(Lost)]
    [InlineData(LostReply)]
    public async Task A_connection_lost_while_the_asset_of_a_known_key_is_asked_for_leaves_one_task_an_upload(string kind)
    {
        var key = $"uploads/cut-off/asset/{kind}.mp4";
        await IngestAsync(key);
        await EndsAsOneFinishedTaskAsync(key);
        await LoseAsync("ims", "GetMediaInfo", kind);

        await IngestAsync(key, "other bytes");

        await EndsAsOneFinishedTaskAsync(key, uploads: 2);
    }

    [Theory]
    [InlineData("the bucket's versioning", "oss", "GetBucketVersioning", Lost)]
    [InlineData("the bucket's versioning", "oss", "GetBucketVersioning", LostReply)]
    [InlineData("the markers", "oss", "ListObjectsV2", Lost)]
    [InlineData("the markers", "oss", "ListObjectsV2", LostReply)]
    [InlineData("the tasks", "ims", "ListWorkflowTasks", Lost)]
    [InlineData("the tasks", "ims", "ListWorkflowTasks", LostReply)]
    public async Task A_connection_lost_while_reconcile_looks_for_a_start_leaves_one_task_and_a_finished_run(
        string call, string service, string action, string kind)
    {
        var key = $"uploads/cut-off/{call}/{kind}.mp4";
        await _cloud.FaultAsync(new { service = "callback", action = "WorkflowTaskComplete", kind = "lose" });
        await LoseAsync("ims", "StartWorkflow", LostReply);
        await IngestAsync(key);
        await _cloud.UntilAsync(key, "Succeed");
        await _cloud.StruckAsync();
        await LoseAsync(service, action, kind);

        // A process asks for the versioning once.
        await _cloud.KillAsync("reconcile");
        await _cloud.QuietAsync();

        await _cloud.StruckAsync();
        await IsDoneAsync(key, how: "poll");
    }

    // A marker is the one thing with the year in its key: d/<shard>/<yyyyMMddHH>/<run>.
    private async Task LoseAsync(string service, string action, string kind, string? keyContains = null)
    {
        var year = (await _cloud.NowAsync()).ToString("yyyy", CultureInfo.InvariantCulture);
        await _cloud.FaultAsync(new { service, action, kind, keyContains = keyContains?.Replace("yyyy", year, StringComparison.Ordinal) });
    }

    /// <summary>Uploads, and waits until ingest has done with it what it could.</summary>
    private async Task IngestAsync(string key, string content = "some bytes")
    {
        var before = await _cloud.InvocationsAsync("ingest");
        await _cloud.PutAsync(key, content);
        Assert.All((await _cloud.InvokedAsync("ingest", before + 1)).Skip(before), invocation => Assert.True(invocation.Ok));
    }

    private async Task EndsAsOneFinishedTaskAsync(string key, int uploads = 1)
    {
        // What was lost on its way to IMS is started again by a later sweep.
        if ((await _cloud.RunsAsync()).Count(run => run.Key == key) < uploads)
        {
            await _cloud.QuietAsync();
        }

        await _cloud.UntilAsync(key, "Succeed", called: true, count: uploads);
        await _cloud.StruckAsync();
        await _cloud.QuietAsync();
        await IsDoneAsync(key, uploads);
    }

    private async Task IsDoneAsync(string key, int uploads = 1, string? how = null)
    {
        var runs = (await _cloud.RunsAsync()).Where(run => run.Key == key).ToArray();
        Assert.Equal(uploads, runs.Length);

        foreach (var run in runs)
        {
            var end = await _cloud.EndAsync(run.TaskId);
            Assert.Equal(("done", "succeeded", run.TaskId), (
                end.GetProperty("kind").GetString(), end.GetProperty("outcome").GetString(), end.GetProperty("task").GetProperty("taskId").GetString()));
            Assert.Equal(how ?? end.GetProperty("how").GetString(), end.GetProperty("how").GetString());
        }
    }
}
