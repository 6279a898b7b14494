namespace FcWorkflowTrigger.JourneyTests;

public sealed class ExplainJourneyTests : IAsyncLifetime
{
    private LocalCloud _cloud = null!;

    public async Task InitializeAsync() => _cloud = await LocalCloud.StartAsync("--preparing", "0", "--processing", "0.3");

    public async Task DisposeAsync() => await _cloud.DisposeAsync();

    [Fact]
    public async Task Explain_shows_what_would_happen_and_what_has_happened_to_an_object()
    {
        const string Key = "uploads/春节 beach.mp4";
        await _cloud.PutAsync(Key);
        var task = Assert.Single(await _cloud.UntilAsync(Key, "Succeed", called: true));

        // A callback that is answered may still leave the end to a sweep.
        await _cloud.QuietAsync();

        var (exit, report) = await _cloud.ExplainAsync($"oss://media-in/{Key}");

        var run = Assert.Single(report.GetProperty("ledger").GetProperty("runs").EnumerateArray());
        Assert.Equal((0, "admitted"), (exit, report.GetProperty("outcome").GetString()));
        Assert.Equal((task.TaskId, "Finished", true), (run.GetProperty("taskId").GetString(), run.GetProperty("state").GetString(), run.GetProperty("isThisUpload").GetBoolean()));
        Assert.Equal(report.GetProperty("rulesHash").GetString(), run.GetProperty("rulesHash").GetString());
    }

    /// <summary>Case F11.</summary>
    [Fact]
    public async Task A_refusal_of_IMS_is_told_in_its_own_words_in_the_log_and_of_the_object()
    {
        const string Key = "uploads/refused-by-ims.mp4";
        await _cloud.FaultAsync(new { service = "ims", action = "StartWorkflow", kind = "fail", code = "InvalidParameter", status = 400, times = 1 });
        await _cloud.PutAsync(Key);
        var line = Assert.Single(await _cloud.SaidAsync("ingest", "for good: InvalidParameter"));

        var (_, report) = await _cloud.ExplainAsync($"oss://media-in/{Key}");

        var end = Assert.Single(report.GetProperty("ledger").GetProperty("runs").EnumerateArray()).GetProperty("end").GetString();
        Assert.Contains("The run ends here. IMS says 'Asked for by the operator of this emulator.'. {\"event\":\"run.rejected\"", line, StringComparison.Ordinal);
        Assert.StartsWith("StartWorkflow was refused: InvalidParameter, and IMS says: Asked for by the operator of this emulator. (IMS request ", end, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_object_no_rule_takes_has_its_condition_named_and_no_run()
    {
        await _cloud.PutAsync("uploads/notes.txt");

        var (exit, report) = await _cloud.ExplainAsync("oss://media-in/uploads/notes.txt");

        Assert.Equal((3, "NoRule"), (exit, report.GetProperty("reason").GetString()));
        Assert.Equal("match.suffixes", report.GetProperty("rules")[0].GetProperty("field").GetString());
        Assert.Empty(report.GetProperty("ledger").GetProperty("runs").EnumerateArray());
    }

    /// <summary>As on a machine whose clock is wrong.</summary>
    [Fact]
    public async Task A_cloud_whose_clock_is_far_off_is_asked_by_its_own_time()
    {
        await _cloud.PutAsync("uploads/notes.txt");
        await _cloud.AdvanceAsync(TimeSpan.FromMinutes(20));

        Assert.Equal(3, (await _cloud.ExplainAsync("oss://media-in/uploads/notes.txt")).Exit);
        Assert.Contains("pass  FC-FUNCTIONS", (await _cloud.FcwtAsync("doctor", "--cloud", "--only", "FC-FUNCTIONS")).Out, StringComparison.Ordinal);
    }
}
