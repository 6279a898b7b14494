using System.Runtime.Versioning;

namespace FcWorkflowTrigger.JourneyTests;

/// <summary>Journeys of an upload under permitted variations of the cloud, such as the form of callbacks or duplicate events.</summary>
public sealed class CloudVariationTests
{
    private const string Key = "uploads/habit.mp4";
    private static readonly string[] Quick = ["--preparing", "0.1", "--processing", "0.3"];

    [Theory]
    [InlineData("--credentials", "environment")]
    [InlineData("--credentials", "headers")]
    [InlineData("--callback-body", "flat")]
    [InlineData("--callback-body", "text")]
    public async Task An_upload_is_one_finished_task_with_each_source_of_keys_and_form_of_callbacks(string option, string value)
    {
        await using var cloud = await LocalCloud.StartAsync([.. Quick, option, value]);
        await cloud.PutAsync(Key);

        var run = Assert.Single(await cloud.UntilAsync(Key, "Succeed", called: true));

        Assert.Equal(200, Assert.Single(run.Callbacks).Status);
    }

    [Fact]
    public async Task An_upload_is_one_task_though_every_event_comes_twice()
    {
        await using var cloud = await LocalCloud.StartAsync([.. Quick, "--duplicate-events"]);
        await cloud.PutAsync(Key);

        await cloud.InvokedAsync("ingest", count: 2);
        await cloud.UntilAsync(Key, "Succeed", called: true);

        Assert.Single(await cloud.RunsAsync());
    }

    [Fact]
    [SupportedOSPlatform("linux")]
    public async Task Nothing_is_left_to_do_once_a_function_has_answered()
    {
        await using var cloud = await LocalCloud.StartAsync([.. Quick, "--freeze"]);
        await cloud.PutAsync(Key);
        await cloud.UntilAsync(Key, "Succeed", called: true);
        var ingest = Assert.Single(await cloud.ProcessesAsync("ingest"));
        await StoppedAsync(ingest);

        await cloud.PutAsync("uploads/next.mp4");

        Assert.Single(await cloud.UntilAsync("uploads/next.mp4", "Succeed", called: true));
        Assert.Equal(ingest, Assert.Single(await cloud.ProcessesAsync("ingest")));
    }

    // A signal takes effect when the process is next looked at, which is at once, but not the same instant.
    private static async Task StoppedAsync(int processId)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(10));

        while (!(await File.ReadAllTextAsync($"/proc/{processId}/stat", deadline.Token)).Split(')')[^1].StartsWith(" T", StringComparison.Ordinal))
        {
            await Task.Yield();
        }
    }
}
