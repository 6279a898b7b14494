using System.Net;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Outcomes;
using FcWorkflowTrigger.Runs.Start;
using FcWorkflowTrigger.Tests.Outcomes.Delivery;
using NSubstitute.ExceptionExtensions;

namespace FcWorkflowTrigger.Tests.Telemetry.Metrics;

/// <summary>The log says the same numbers as the metrics, also where no collector is set.</summary>
public sealed class LevelReportTests
{
    [Fact]
    public async Task A_parked_run_is_counted_by_each_sweep_until_a_person_decides()
    {
        var host = new TestHost(TestData.StartOptions with { Policy = StartPolicy.Park });
        await host.ParkAsync();

        foreach (var _ in Enumerable.Range(0, 2))
        {
            host.Time.Advance(TimeSpan.FromMinutes(5));
            await host.SweepAsync();
            Assert.Equal("After the sweep: 0 open, 0 wait for a sidecar, 1 parked, 0 outcomes not delivered.", host.Log.Infos.Last());
        }

        await host.ReconcileAsync($$$"""{"action":"cancel","run":"{{{TestData.RunId}}}"}""");
        await host.SweepAsync();
        Assert.Equal("After the sweep: 0 open, 0 wait for a sidecar, 0 parked, 0 outcomes not delivered.", host.Log.Infos.Last());
    }

    [Fact]
    public async Task Outcomes_that_wait_and_budgets_with_a_limit_are_told()
    {
        var host = new TestHost(
            rules: TestData.Rules(TestData.Rule with { Budget = new(RunsPerDay: 10) }), sinks: new RecordingSink { Answer = () => new SinkReply.Later("503") });
        await host.DeliverAsync();
        host.Time.Advance(TimeSpan.FromMinutes(5));

        await host.SweepAsync();

        Assert.Equal(
            ["After the sweep: 0 open, 0 wait for a sidecar, 0 parked, 1 outcomes not delivered.", "1 of 10 runsPerDay of video are used."],
            host.Log.Infos.TakeLast(2));
    }

    [Fact]
    public async Task Without_receivers_nothing_is_counted_as_undelivered()
    {
        var host = new TestHost();
        await host.Oss.PutAsync(new Marker(TestData.RunId, TestData.Now, Marker.Undelivered, End: 1).Key, ReadOnlyMemory<byte>.Empty, default);

        await host.SweepAsync();

        Assert.EndsWith(", 0 outcomes not delivered.", host.Log.Infos.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_counted_fails_no_sweep()
    {
        var host = new TestHost(rules: TestData.Rules(TestData.Rule with { Budget = new(RunsPerDay: 10) }));
        host.Oss.Listing = prefix =>
        {
            if (prefix.StartsWith(LedgerKeys.ConcurrentPermitsRoot, StringComparison.Ordinal))
            {
                throw new OssException("ListObjectsV2", HttpStatusCode.Forbidden, "AccessDenied", "R");
            }
        };

        await host.SweepAsync();

        Assert.Contains("Budgets or outcomes could not be counted; the next sweep counts them.", host.Log.Warnings);
        Assert.StartsWith("After the sweep: ", host.Log.Infos.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_try_of_a_start_that_IMS_refuses_is_told_with_its_code()
    {
        var host = new TestHost();
        host.Ims.StartWorkflowAsync(default!, default, default).ThrowsAsyncForAnyArgs(new ImsException("StartWorkflow", HttpStatusCode.BadRequest, "Throttling.User", "R"));

        await Assert.ThrowsAsync<StartDeferredException>(() => host.DeliverAsync());

        Assert.Equal(host.StartsSent, host.Log.Infos.Count(line => line == $"IMS refused a start of run {TestData.RunId}: Throttling.User (IMS request R). StartWorkflow began nothing."));
    }
}
