using System.Net;
using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Tests.Outcomes.Delivery;

namespace FcWorkflowTrigger.Tests.Runs;

/// <summary>While the end of a run is not announced its marker stays, so a sweep announces the end.</summary>
public sealed class RunCloserTests
{
    private readonly RecordingSink _sink = new();
    private readonly TestHost _host;

    public RunCloserTests() => _host = new(sinks: _sink);

    [Fact]
    public async Task The_marker_of_a_run_whose_end_a_callback_could_not_announce_stays()
    {
        await _host.DeliverAsync();
        OutboxRefuses();

        await Assert.ThrowsAsync<OssException>(() => _host.CallBackAsync("{}"));
        await _host.BackgroundWork.WhenAllAsync(default);

        await AssertAnnouncedByTheNextSweepAsync();
    }

    [Fact]
    public async Task The_marker_of_a_run_whose_end_a_sweep_could_not_announce_stays()
    {
        await _host.DeliverAsync();
        OutboxRefuses();
        _host.Time.Advance(TimeSpan.FromMinutes(5));

        await _host.SweepAsync();

        await AssertAnnouncedByTheNextSweepAsync();
    }

    private void OutboxRefuses() => _host.Oss.Refuses = key => key.StartsWith("o/", StringComparison.Ordinal)
        ? new OssException("PutObject", HttpStatusCode.Forbidden, "AccessDenied", "R")
        : null;

    private async Task AssertAnnouncedByTheNextSweepAsync()
    {
        Assert.Equal(TestData.RunId, Assert.Single(_host.Ledger.Markers).Run);
        Assert.Empty(_sink.Delivered);
        _host.Oss.Refuses = _ => null;
        _host.Time.Advance(TimeSpan.FromMinutes(5));

        await _host.SweepAsync();

        Assert.Single(_sink.Delivered);
        Assert.Empty(_host.Ledger.Markers);
    }
}
