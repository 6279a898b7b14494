namespace FcWorkflowTrigger.JourneyTests;

public sealed class RestartJourneyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fc-workflow-trigger-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_the_local_cloud_knew_survives_its_restart()
    {
        await using (var first = await LocalCloud.StartAsync("--data", _folder, "--preparing", "0", "--processing", "600"))
        {
            await first.PutAsync("uploads/long.mp4");
            await first.UntilAsync("uploads/long.mp4", status: null);
            await first.InvokedAsync("ingest", count: 1);
        }

        await using var second = await LocalCloud.StartAsync("--data", _folder);
        Assert.Equal("Processing", Assert.Single(await second.RunsAsync()).Status);

        await second.AdvanceAsync(TimeSpan.FromMinutes(11));
        Assert.Single(await second.RunsAsync());
        await second.InvokedAsync("reconcile", count: 1);
        Assert.Contains(await second.LogAsync("reconcile"), line => line.Contains("is Succeed", StringComparison.Ordinal) || line.Contains("1 finished", StringComparison.Ordinal));
    }
}
