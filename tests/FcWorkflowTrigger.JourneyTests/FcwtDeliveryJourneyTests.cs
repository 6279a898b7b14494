using System.Net;
using System.Text.Json;

namespace FcWorkflowTrigger.JourneyTests;

/// <summary>What a person does about outcomes and kept events, and it works.</summary>
public sealed class FcwtDeliveryJourneyTests : IAsyncLifetime
{
    private const string Key = "uploads/a.mp4";

    private readonly OutcomeReceiver _receiver = new();
    private LocalCloud _cloud = null!;

    public async Task InitializeAsync() => _cloud = await LocalCloud.StartAsync(_receiver.Settings, "--preparing", "0.1", "--processing", "0.3");

    public async Task DisposeAsync()
    {
        await _cloud.DisposeAsync();
        await _receiver.DisposeAsync();
    }

    [Fact]
    public async Task An_outcome_is_delivered_once_more_under_its_id()
    {
        await _cloud.PutAsync(Key);
        await _cloud.UntilAsync(Key, "Succeed", called: true);
        await _cloud.QuietAsync();
        await _cloud.SweepAsync();
        var first = Assert.Single(_receiver.Received);

        var resent = await _cloud.FcwtAsync("deliveries", "resend", $"oss://media-in/{Key}", "--yes");
        Assert.Equal(0, resent.Exit);
        Assert.StartsWith($"The next sweep delivers {first.Id} once more.", resent.Out, StringComparison.Ordinal);
        Assert.Single(_receiver.Received);
        var waiting = await _cloud.FcwtAsync("deliveries", "list", "--json");
        await FcwtSchema.RequireLinesAsync("DeliveryRow", waiting.Out);

        await _cloud.SweepAsync();
        await _cloud.SweepAsync();
        Assert.Equal([first.Id, first.Id], _receiver.Received.Select(received => received.Id));
        Assert.Equal("Every outcome is delivered, or given up.", Fcwt.Scrub((await _cloud.FcwtAsync("deliveries", "list")).Out));

        var json = await _cloud.FcwtAsync("deliveries", "resend", $"oss://media-in/{Key}", "--yes", "--json");
        await FcwtSchema.RequireLinesAsync("ActResult", json.Out);
    }

    [Fact]
    public async Task The_receivers_are_tried_and_what_they_answer_is_told()
    {
        var taken = await _cloud.FcwtAsync("deliveries", "test");
        _receiver.Answer = HttpStatusCode.ServiceUnavailable;
        var refused = await _cloud.FcwtAsync("deliveries", "test", "--json");

        Assert.Equal(0, taken.Exit);
        Assert.EndsWith(": delivered", taken.Out.Trim(), StringComparison.Ordinal);
        Assert.Equal(1, refused.Exit);
        await FcwtSchema.RequireLinesAsync("TestResult", refused.Out);
        Assert.Contains("503", JsonDocument.Parse(refused.Out).RootElement.GetProperty("result").GetString(), StringComparison.Ordinal);
        Assert.Equal(2, _receiver.Received.Select(received => received.Id).Distinct().Count());
        Assert.All(_receiver.Received, received => Assert.Contains("workflow_run.test", received.Body, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_kept_event_that_can_be_handled_becomes_its_run_and_is_kept_no_longer()
    {
        // The event is lost on its way, and a person hands it to reconcile, which takes no events of uploads.
        await _cloud.FaultAsync(new { service = "fc", action = "fc-workflow-trigger-ingest", kind = "lose" });
        await _cloud.PutAsync(Key, "some bytes");
        await _cloud.EnqueueAsync("reconcile", Event());
        await _cloud.InvokedAsync("reconcile", count: 1);
        var kept = JsonDocument.Parse((await _cloud.FcwtAsync("events", "list", "--json")).Out).RootElement.GetProperty("key").GetString()!;

        var replayed = await _cloud.FcwtAsync("events", "replay", kept, "--yes");

        Assert.Equal((0, "Handled. What came of it: fcwt runs list --local"), (replayed.Exit, Fcwt.Scrub(replayed.Out)));
        Assert.Single(await _cloud.UntilAsync(Key, "Succeed", called: true));
        Assert.Empty((await _cloud.FcwtAsync("events", "list", "--json")).Out.Trim());

        var again = await _cloud.FcwtAsync("events", "replay", kept, "--yes");
        Assert.Equal(1, again.Exit);
        Assert.StartsWith("EVENT-UNKNOWN: ", again.Error, StringComparison.Ordinal);
    }

    private static string Event() =>
        """
        {"events":[{"eventName":"ObjectCreated:PutObject","eventSource":"acs:oss","eventTime":"2026-11-24T00:14:59.000Z","eventVersion":"1.0","region":"cn-shanghai",
        "oss":{"bucket":{"name":"media-in"},"object":{"key":"uploads/a.mp4","eTag":"CF05B0D2B5BCBBBC0B57C3C2B1BBD5BE","size":10,"deltaSize":10}},
        "responseElements":{"requestId":"6923A3E33A7C4E3139D20F8A"}}]}
        """;
}
