namespace FcWorkflowTrigger.JourneyTests;

/// <summary>The whole way of an upload over TLS.</summary>
public sealed class TlsJourneyTests : IAsyncLifetime
{
    private LocalCloud _cloud = null!;

    public async Task InitializeAsync() => _cloud = await LocalCloud.StartAsync("--tls", "--preparing", "0.1", "--processing", "0.3");

    public async Task DisposeAsync() => await _cloud.DisposeAsync();

    [Theory]
    [InlineData("uploads/beach.mp4")]
    [InlineData("uploads/春节 plan+draft 100%🎬.MOV")]
    public async Task An_upload_over_TLS_is_one_task_is_called_back_over_TLS_and_is_done_in_the_ledger(string key)
    {
        await _cloud.PutAsync(key);

        var run = Assert.Single(await _cloud.UntilAsync(key, "Succeed", called: true));

        var callback = Assert.Single(run.Callbacks);
        Assert.StartsWith("https://", _cloud.Fc, StringComparison.Ordinal);
        Assert.StartsWith($"{_cloud.Fc}/fc-workflow-trigger-callback/callbacks/", callback.Url, StringComparison.Ordinal);
        Assert.Equal(200, callback.Status);
        var end = await _cloud.EndAsync(run.TaskId);
        Assert.Equal(
            ("done", "succeeded", "callback"),
            (end.GetProperty("kind").GetString(), end.GetProperty("outcome").GetString(), end.GetProperty("how").GetString()));
        await _cloud.QuietAsync();
        Assert.Single(await _cloud.RunsAsync());
    }

    [Fact]
    public async Task The_command_line_reads_the_ledger_over_TLS()
    {
        await _cloud.PutAsync("uploads/told.mp4");
        await _cloud.UntilAsync("uploads/told.mp4", "Succeed", called: true);

        var (exit, report) = await _cloud.ExplainAsync("oss://media-in/uploads/told.mp4");

        Assert.Equal((0, "Finished"), (exit, report.GetProperty("ledger").GetProperty("runs")[0].GetProperty("state").GetString()));
    }

    [Fact]
    public async Task Where_TLS_is_served_nothing_is_served_without_it()
    {
        foreach (var url in new[] { _cloud.Oss, _cloud.Ims, _cloud.Fc })
        {
            await Assert.ThrowsAsync<HttpRequestException>(() => _cloud.Http.GetAsync(url.Replace("https://", "http://", StringComparison.Ordinal)));
        }
    }
}
