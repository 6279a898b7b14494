using System.Text.Json;

namespace FcWorkflowTrigger.JourneyTests;

/// <summary>A task that does not end is told, and its run goes on.</summary>
public sealed class OverdueJourneyTests
{
    private const string Key = "uploads/a.mp4";

    [Fact]
    public async Task A_task_that_takes_longer_than_a_day_is_told_once_seen_by_a_person_and_ends_as_usual()
    {
        await using var receiver = new OutcomeReceiver();
        await using var cloud = await LocalCloud.StartAsync(receiver.Settings, "--processing", $"{TimeSpan.FromHours(30).TotalSeconds}");
        await cloud.PutAsync(Key);
        await cloud.UntilAsync(Key, "Processing");
        await cloud.InvokedAsync("ingest", count: 1);
        await cloud.AdvanceAsync(TimeSpan.FromHours(25));

        await cloud.SweepAsync();
        await cloud.AdvanceAsync(TimeSpan.FromHours(2));
        await cloud.SweepAsync();

        // A sweep in whose middle the clock jumps has no time left to deliver.
        for (var more = 0; receiver.Received.Count == 0 && more < 5; more++)
        {
            await cloud.AdvanceAsync(TimeSpan.FromMinutes(10));
            await cloud.SweepAsync();
        }

        // Sweeps of a clock that jumps may overlap, and deliver the same outcome under the same id.
        Assert.Equal("workflow_run.overdue", TypeOf(Assert.Single(receiver.Received.DistinctBy(received => received.Id)).Body));
        var rows = await cloud.FcwtAsync("runs", "list", "--state", "overdue", "--json");
        await FcwtSchema.RequireLinesAsync("RunRow", rows.Out);
        Assert.Equal("overdue", JsonDocument.Parse(rows.Out).RootElement.GetProperty("state").GetString());
        Assert.Equal(rows.Out, (await cloud.FcwtAsync("runs", "list", "--state", "open", "--json")).Out);
        var status = await cloud.FcwtAsync("status");
        Assert.Equal(1, status.Exit);
        Assert.StartsWith("A person is needed: 1 overdue.", status.Out, StringComparison.Ordinal);
        Assert.StartsWith("Overdue: IMS works on task ", (await cloud.FcwtAsync("runs", "show", $"oss://media-in/{Key}")).Out, StringComparison.Ordinal);

        await cloud.AdvanceAsync(TimeSpan.FromHours(4));
        await cloud.UntilAsync(Key, "Succeed", called: true);
        await cloud.QuietAsync();
        await cloud.SweepAsync();

        Assert.Equal(["workflow_run.overdue", "workflow_run.succeeded"], receiver.Received.DistinctBy(received => received.Id).Select(received => TypeOf(received.Body)));
        Assert.Empty((await cloud.FcwtAsync("runs", "list", "--state", "overdue", "--json")).Out.Trim());
    }

    private static string? TypeOf(string body) => JsonDocument.Parse(body).RootElement.GetProperty("type").GetString();
}
