using System.Text.RegularExpressions;

namespace FcWorkflowTrigger.JourneyTests;

/// <summary>Callbacks through a queue, with the trigger that <c>s.yaml</c> holds ready switched on.</summary>
public sealed partial class QueueJourneyTests : IAsyncLifetime
{
    private readonly string _template = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.yaml");
    private LocalCloud _cloud = null!;

    public async Task InitializeAsync()
    {
        var deployed = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "s.yaml"));
        await File.WriteAllTextAsync(_template, Mark().Replace(deployed, "        "));
        _cloud = await LocalCloud.StartAsync(
            new Dictionary<string, string> { ["CALLBACK_QUEUE"] = "ice-callback-runs" }, "--preparing", "0.1", "--processing", "0.3", "--template", _template);
    }

    public async Task DisposeAsync()
    {
        await _cloud.DisposeAsync();
        File.Delete(_template);
    }

    [Fact]
    public async Task An_upload_ends_with_a_message_in_the_queue_and_the_message_ends_its_run()
    {
        await _cloud.PutAsync("uploads/queued.mp4");

        var run = Assert.Single(await _cloud.UntilAsync("uploads/queued.mp4", "Succeed", called: true));
        Assert.Equal("ice-callback-runs", Assert.Single(run.Callbacks).Url);

        Assert.True(Assert.Single(await _cloud.InvokedAsync("callback", count: 1)).Ok);
        Assert.Contains(await _cloud.LogAsync("callback"), line => line.Contains("Queued callback of task", StringComparison.Ordinal) && line.Contains(": Recorded. {", StringComparison.Ordinal));
    }

    // The marks in front of the trigger's lines; its first line is a sentence and stays a remark.
    [GeneratedRegex("^        # (?=- |  )", RegexOptions.Multiline)]
    private static partial Regex Mark();
}
