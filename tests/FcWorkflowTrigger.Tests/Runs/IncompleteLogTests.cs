using System.Globalization;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Runs.Start;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Tests.Runs;

/// <summary>A run whose records have been deleted, all or some: the ledger cannot show whether its task was paid for, so no task is started.</summary>
public sealed class IncompleteLogTests
{
    private readonly TestHost _host = new();

    [Fact]
    public async Task A_sweep_starts_nothing_tells_a_person_and_does_not_come_back_to_it()
    {
        await _host.DeliverAsync();
        _host.Time.Advance(TimeSpan.FromDays(120));
        _host.Ledger.LoseFirstRecords(TestData.RunId);

        await _host.SweepAsync();

        AssertLeftToAPerson(starts: 1);
    }

    [Fact]
    public async Task An_event_of_such_a_run_delivered_again_starts_nothing_and_is_kept()
    {
        await _host.DeliverAsync(instance: "instance-1");
        _host.Time.Advance(TimeSpan.FromDays(120));
        _host.Ledger.LoseFirstRecords(TestData.RunId);
        var fresh = new TestHost();
        fresh.Time.Advance(TimeSpan.FromDays(120));
        fresh.Ledger.LoseFirstRecords(TestData.RunId);

        await fresh.IngestAsync(Event(TestData.Upload()));

        AssertLeftToAPerson(fresh, starts: 0);
    }

    [Fact]
    public async Task A_marker_that_has_outlived_its_log_starts_nothing()
    {
        await _host.DeliverAsync();
        _host.Time.Advance(TimeSpan.FromDays(121));
        _host.Ledger.LoseLog(TestData.RunId);

        await _host.SweepAsync();

        AssertLeftToAPerson(starts: 1);
    }

    [Fact]
    public async Task A_marker_whose_delivery_died_before_its_claim_is_believed_for_weeks()
    {
        await _host.Ledger.PutMarkerAsync(Marker.For(TestData.RunId, TestData.Upload(), TestData.Now), TestData.Claim(), default);
        _host.Time.Advance(TimeSpan.FromDays(20));

        await _host.SweepAsync();

        Assert.IsType<WorkflowRun.Started>(await _host.RunAsync());
    }

    [Fact]
    public async Task A_marker_of_an_old_upload_counts_from_when_it_was_put()
    {
        _host.Time.Advance(TimeSpan.FromDays(40));
        _host.Ledger.Appending = _ => throw new HttpRequestException("reset");
        await Assert.ThrowsAsync<RunFailedException>(() => _host.IngestAsync(Event(TestData.Upload())));
        _host.Ledger.Appending = _ => Task.CompletedTask;
        _host.Time.Advance(TimeSpan.FromMinutes(5));

        await _host.SweepAsync();

        Assert.IsType<WorkflowRun.Started>(await _host.RunAsync());
    }

    [Fact]
    public async Task A_late_event_of_a_new_upload_starts_as_any_other()
    {
        _host.Time.Advance(TimeSpan.FromDays(7));

        await _host.IngestAsync(Event(TestData.Upload()));

        Assert.IsType<WorkflowRun.Started>(await _host.RunAsync());
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(11, 0)]
    [InlineData(13, 1)]
    public async Task Only_for_the_event_of_an_old_upload_is_the_log_read_before_it_is_begun(int hours, int reads)
    {
        _host.Time.Advance(TimeSpan.FromHours(hours));

        await _host.IngestAsync(Event(TestData.Upload()));

        Assert.Equal(reads, _host.Ledger.Reads);
        Assert.Equal(1, _host.StartsSent);
    }

    /// <summary>OSS deletes records in no order: the first one may be the last that is left, of a run that was started.</summary>
    [Fact]
    public async Task A_first_record_that_is_all_that_is_left_starts_nothing_by_its_event_a_sweep_or_a_person()
    {
        await LeaveFirstRecordAsync(days: 100);

        await Assert.ThrowsAsync<LedgerIncompleteException>(() => _host.ReconcileAsync($$$"""{"action":"resume","run":"{{{TestData.RunId}}}"}"""));
        await _host.AnotherProcess().IngestAsync(Event(TestData.Upload()));

        AssertLeftToAPerson(starts: 1);
        Assert.Single((await _host.RunAsync()).History.Records);
    }

    [Fact]
    public async Task A_sweep_starts_nothing_for_a_claim_of_a_hundred_days()
    {
        await LeaveFirstRecordAsync(days: 100);

        await _host.SweepAsync();

        AssertLeftToAPerson(starts: 1);
    }

    [Fact]
    public async Task A_claim_of_ninety_nine_days_is_started()
    {
        await LeaveFirstRecordAsync(days: 99);

        await _host.SweepAsync();

        Assert.Equal(2, _host.StartsSent);
    }

    [Theory]
    [InlineData(99, 2)]
    [InlineData(100, 1)]
    public async Task A_parked_run_of_a_hundred_days_can_be_canceled_and_not_resumed(int days, int starts)
    {
        var host = new TestHost(TestData.StartOptions with { Policy = StartPolicy.Park });
        await host.ParkAsync();
        host.Time.Advance(TimeSpan.FromDays(days) - (host.Time.GetUtcNow() - TestData.Now));

        var problem = await Record.ExceptionAsync(() => host.ReconcileAsync($$$"""{"action":"resume","run":"{{{TestData.RunId}}}"}"""));

        Assert.Equal((starts, starts == 1), (host.StartsSent, problem is LedgerIncompleteException));

        if (starts == 1)
        {
            Assert.IsType<WorkflowRun.Parked>(await host.RunAsync());
            await host.ReconcileAsync($$$"""{"action":"cancel","run":"{{{TestData.RunId}}}"}""");
            Assert.IsType<WorkflowRun.Finished>(await host.RunAsync());
        }
    }

    /// <summary>It would start nothing, so nothing is missing.</summary>
    [Fact]
    public async Task The_event_of_a_parked_run_of_a_hundred_days_leaves_it_parked()
    {
        var host = new TestHost(TestData.StartOptions with { Policy = StartPolicy.Park });
        await host.ParkAsync();
        host.Time.Advance(TimeSpan.FromDays(100));

        await host.AnotherProcess().IngestAsync(Event(TestData.Upload()));

        Assert.IsType<WorkflowRun.Parked>(await host.RunAsync());
        Assert.Empty(host.Ledger.Unreadable);
        Assert.Equal(1, host.StartsSent);
    }

    private async Task LeaveFirstRecordAsync(int days)
    {
        await _host.DeliverAsync();
        _host.Time.Advance(TimeSpan.FromDays(days));
        _host.Ledger.LoseAllButFirst(TestData.RunId);
    }

    private void AssertLeftToAPerson(int starts) => AssertLeftToAPerson(_host, starts);

    private static void AssertLeftToAPerson(TestHost host, int starts)
    {
        Assert.Equal(starts, host.StartsSent);
        Assert.Contains(host.Log.Errors, line => line.Contains("LEDGER-INCOMPLETE", StringComparison.Ordinal) && line.Contains(TestData.RunId.Value, StringComparison.Ordinal));
        Assert.Empty(host.Ledger.Markers);
        Assert.Contains(TestData.RunId.Value, Assert.Single(host.Ledger.Unreadable).Key, StringComparison.Ordinal);
    }

    private static string Event(Upload upload) => string.Create(
        CultureInfo.InvariantCulture,
        $$$"""{"events":[{"eventName":"{{{upload.EventName}}}","eventTime":"{{{upload.EventTime}}}","region":"cn-shanghai","oss":{"bucket":{"name":"{{{upload.Bucket}}}"},"object":{"key":"{{{upload.Key}}}","eTag":"{{{upload.ETag}}}","size":{{{upload.Size}}}}},"responseElements":{"requestId":"{{{upload.RequestId}}}"}}]}""");
}
