using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Cloud.Ims.Models;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Runs.Start;
using FcWorkflowTrigger.Tests.Outcomes.Delivery;
using FcWorkflowTrigger.Uploads;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace FcWorkflowTrigger.Tests.Reconcile;

public sealed class SweepTests
{
    private readonly TestHost _host = new();

    [Fact]
    public async Task A_marker_whose_delivery_died_before_its_claim_is_enough_to_start_the_run()
    {
        await _host.Ledger.PutMarkerAsync(Marker.For(TestData.RunId, TestData.Upload(), TestData.Now), TestData.Claim(), default);
        _host.Time.Advance(TimeSpan.FromMinutes(5));

        await _host.SweepAsync();

        Assert.IsType<WorkflowRun.Started>(await _host.RunAsync());
        Assert.Single(_host.Ledger.Markers);
    }

    [Fact]
    public async Task A_claim_whose_process_died_is_taken_over_once_its_lease_is_over()
    {
        _host.Ims.RegisterMediaInfoAsync(default!, default).ThrowsAsyncForAnyArgs(new HttpRequestException("reset"));
        await Assert.ThrowsAsync<HttpRequestException>(() => _host.DeliverAsync());
        _host.Ims.RegisterMediaInfoAsync(default!, default).ReturnsForAnyArgs(new RegisterMediaInfoResponse(TestData.MediaId));
        _host.Time.Advance(TimeSpan.FromMinutes(5));

        await _host.SweepAsync();

        Assert.Equal(2, Assert.IsType<WorkflowRun.Started>(await _host.RunAsync()).Epoch);
    }

    [Fact]
    public async Task The_marker_of_a_finished_run_is_deleted()
    {
        await _host.DeliverAsync();
        await _host.CallBackAsync("{}");
        await _host.Ledger.PutMarkerAsync(Marker.For(TestData.RunId, TestData.Upload(), TestData.Now), TestData.Claim(), default);
        _host.Time.Advance(TimeSpan.FromMinutes(5));

        await _host.SweepAsync();

        Assert.Empty(_host.Ledger.Markers);
    }

    [Fact]
    public async Task A_sweep_leaves_what_it_came_to_and_the_next_one_overwrites_it()
    {
        await _host.DeliverAsync();
        _host.TaskIs("Succeed");
        _host.Time.Advance(TimeSpan.FromMinutes(5));

        await _host.SweepAsync();
        var first = await _host.LastSweepAsync();
        _host.Time.Advance(TimeSpan.FromMinutes(5));
        await _host.SweepAsync();

        Assert.Equal((1, 1, 0, 0, true, LastSweep.ThisVersion), (first!.Seen, first.Finished, first.Open, first.Errors, first.IsComplete, first.Version));
        Assert.Equal(first.At.AddMinutes(5), (await _host.LastSweepAsync())!.At);
        Assert.Equal(0, (await _host.LastSweepAsync())!.Seen);
        Assert.Matches(@"^\d+\.\d+\.\d+$", first.Version);
    }

    [Fact]
    public async Task A_sweep_whose_record_is_refused_has_swept_all_the_same()
    {
        await _host.DeliverAsync();
        _host.TaskIs("Succeed");
        _host.Time.Advance(TimeSpan.FromMinutes(5));
        _host.Index.Refuses = key => key == LedgerKeys.LastSweep ? new("PutObject", System.Net.HttpStatusCode.Forbidden, "AccessDenied", null) : null;

        await _host.SweepAsync();

        Assert.IsType<WorkflowRun.Finished>(await _host.RunAsync());
        Assert.Null(await _host.LastSweepAsync());
    }

    [Fact]
    public async Task A_sweep_that_breaks_off_says_that_it_is_not_complete()
    {
        _host.Ledger.ListingFails = true;

        await Assert.ThrowsAsync<HttpRequestException>(() => _host.SweepAsync());

        Assert.False((await _host.LastSweepAsync())!.IsComplete);
    }

    [Fact]
    public async Task A_task_that_runs_for_hours_is_polled_once_an_hour()
    {
        await _host.DeliverAsync();
        _host.TaskIs("Processing");
        _host.Time.Advance(TimeSpan.FromMinutes(65));

        await _host.SweepAsync();
        await _host.SweepAsync();

        await _host.Ims.ReceivedWithAnyArgs(1).GetWorkflowTaskAsync(default!, default);
        Assert.Equal(new(2026, 11, 24, 2, 0, 0, TimeSpan.Zero), Assert.Single(_host.Ledger.Markers).Hour);
    }

    [Fact]
    public async Task A_slow_run_has_its_next_marker_before_its_old_one_goes()
    {
        await _host.DeliverAsync();
        _host.TaskIs("Processing");
        _host.Time.Advance(TimeSpan.FromMinutes(65));
        _host.Ledger.Deleting = Task.FromException(new HttpRequestException("reset"));

        await _host.SweepAsync();

        Assert.Equal([0, 2], _host.Ledger.Markers.Select(marker => marker.Hour.Hour).Order());
    }

    [Fact]
    public async Task A_task_that_runs_for_less_than_an_hour_is_polled_in_every_sweep()
    {
        await _host.DeliverAsync();
        _host.TaskIs("Processing");
        _host.Time.Advance(TimeSpan.FromMinutes(50));

        await _host.SweepAsync();
        await _host.SweepAsync();

        await _host.Ims.ReceivedWithAnyArgs(2).GetWorkflowTaskAsync(default!, default);
    }

    [Theory]
    [InlineData(null, 24 * 60, "1d")]
    [InlineData("1.5h", 90, "90m")]
    [InlineData("600s", 10, "10m")]
    public async Task A_task_that_takes_longer_than_its_rule_expects_is_told_once_and_goes_on(string? expectWithin, int minutes, string said)
    {
        var sink = new RecordingSink();
        var host = new TestHost(sinks: sink);
        await host.DeliverAsync(rule: TestData.Rule with { ExpectWithin = expectWithin });
        host.TaskIs("Processing");
        host.Time.Advance(TimeSpan.FromMinutes(minutes) - TimeSpan.FromSeconds(1));
        await host.SweepAsync();
        var before = await host.RunAsync();
        host.Time.Advance(TimeSpan.FromSeconds(1));

        await host.SweepAsync();
        host.Time.Advance(TimeSpan.FromHours(3));
        await host.AnotherProcess().SweepAsync();

        Assert.Null(Assert.IsType<WorkflowRun.Started>(before).Overdue);
        var overdue = Assert.IsType<WorkflowRun.Started>(await host.RunAsync()).Overdue!;
        Assert.Equal((minutes * 60, 3), (overdue.Within, overdue.Seq));
        Assert.Equal(["workflow_run.overdue"], sink.Delivered.Select(outcome => outcome.Type));
        Assert.Contains($"Run {TestData.RunId} is overdue: IMS works on task {TestData.TaskId} for longer than {said}. The run goes on.", Assert.Single(host.Log.Warnings), StringComparison.Ordinal);
        Assert.Contains("Swept: 1 seen, 0 finished, 0 recovered, 0 parked, 1 open, 1 overdue, 0 errors.", host.Log.Infos);
    }

    [Fact]
    public async Task The_end_of_an_overdue_run_is_told_as_usual()
    {
        var sink = new RecordingSink();
        var host = new TestHost(sinks: sink);
        await host.DeliverAsync();
        host.TaskIs("Processing");
        host.Time.Advance(TimeSpan.FromHours(24));
        await host.SweepAsync();

        host.TaskIs("Succeed");
        host.Time.Advance(TimeSpan.FromHours(2));
        await host.SweepAsync();

        Assert.Equal(["workflow_run.overdue", "workflow_run.succeeded"], sink.Delivered.Select(outcome => outcome.Type));
        Assert.Empty(host.Ledger.Markers);
    }

    /// <summary>The name of the marker says that it was told. Until then every sweep makes up for it, and so does the end of the run.</summary>
    [Theory]
    [InlineData("Processing", "workflow_run.overdue")]
    [InlineData("Succeed", "workflow_run.overdue workflow_run.succeeded")]
    public async Task A_sweep_that_dies_before_it_tells_loses_no_overdue_run(string next, string told)
    {
        var sink = new RecordingSink();
        var host = new TestHost(sinks: sink);
        await host.DeliverAsync();
        host.TaskIs("Processing");
        host.Time.Advance(TimeSpan.FromHours(24));
        host.Oss.Refuses = key => key.StartsWith("o/", StringComparison.Ordinal) ? new("PutObject", System.Net.HttpStatusCode.Forbidden, "AccessDenied", null) : null;
        await host.SweepAsync();
        host.Oss.Refuses = _ => null;
        Assert.Null(Assert.Single(host.Ledger.Markers).End);

        host.TaskIs(next);
        await host.SweepAsync();

        Assert.Equal(told, string.Join(' ', sink.Delivered.Select(outcome => outcome.Type)));
        Assert.Equal(next == "Processing" ? [3] : Array.Empty<int?>(), host.Ledger.Markers.Select(marker => marker.End));
    }

    /// <summary>Otherwise it would be told up to an hour late.</summary>
    [Fact]
    public async Task A_slow_task_is_polled_in_every_sweep_of_the_last_hour_before_it_is_overdue()
    {
        await _host.DeliverAsync();
        _host.TaskIs("Processing");
        _host.Time.Advance(TimeSpan.FromHours(23) + TimeSpan.FromSeconds(1));

        await _host.SweepAsync();
        await _host.SweepAsync();

        await _host.Ims.ReceivedWithAnyArgs(2).GetWorkflowTaskAsync(default!, default);
    }

    /// <summary>The record of the start names the task. IMS's answer need not name the run.</summary>
    [Fact]
    public async Task A_started_task_ends_its_run_also_when_IMS_leaves_its_UserData_out()
    {
        await _host.DeliverAsync();
        _host.TaskIs("Succeed", userData: "");
        _host.Time.Advance(TimeSpan.FromMinutes(5));

        await _host.SweepAsync();

        Assert.Equal(TestData.TaskId, Assert.IsType<DoneRecord>(Assert.IsType<WorkflowRun.Finished>(await _host.RunAsync()).End).Task.TaskId);
    }

    [Fact]
    public async Task The_end_of_a_run_holds_the_times_of_its_task()
    {
        await _host.DeliverAsync();
        _host.Ims.GetWorkflowTaskAsync(default!, default).ReturnsForAnyArgs(new GetWorkflowTaskResponse(
            new(TestData.TaskId, "Succeed", CreateTime: " 2026-11-24T00:15:01Z", FinishTime: "2026-11-24T00:19:30Z ")));
        _host.Time.Advance(TimeSpan.FromMinutes(5));

        await _host.SweepAsync();

        Assert.Equal(
            new DoneTask(TestData.TaskId, "Succeed", "2026-11-24T00:15:01Z", "2026-11-24T00:19:30Z"),
            Assert.IsType<DoneRecord>(Assert.IsType<WorkflowRun.Finished>(await _host.RunAsync()).End).Task);
    }

    [Fact]
    public async Task A_task_that_began_long_after_its_upload_is_young_all_the_same()
    {
        _host.Ims.StartWorkflowAsync(default!, default, default).ThrowsAsyncForAnyArgs(
            new ImsException("StartWorkflow", System.Net.HttpStatusCode.BadRequest, "Throttling.User", "R"));
        await Assert.ThrowsAnyAsync<Exception>(() => _host.DeliverAsync());
        var marker = Assert.Single(_host.Ledger.Markers);
        _host.ListShows(TestData.TaskId);
        _host.Ims.StartWorkflowAsync(default!, default, default).ThrowsAsyncForAnyArgs(new HttpRequestException(HttpRequestError.ResponseEnded));
        _host.Time.Advance(TimeSpan.FromMinutes(5));
        await _host.SweepAsync();
        _host.Time.Advance(TimeSpan.FromHours(2));
        await _host.SweepAsync();
        _host.TaskIs("Processing");
        _host.Time.Advance(TimeSpan.FromMinutes(50));

        await _host.SweepAsync();

        Assert.IsType<WorkflowRun.Started>(await _host.RunAsync());
        Assert.Equal([marker.Hour.Hour], _host.Ledger.Markers.Select(left => left.Hour.Hour));
    }

    [Fact]
    public async Task The_summary_of_a_sweep_counts_each_run_once_by_what_became_of_it()
    {
        var host = new TestHost(TestData.StartOptions with { Policy = StartPolicy.Park });
        host.Ims.StartWorkflowAsync(default!, default, default).ThrowsAsyncForAnyArgs(new HttpRequestException(HttpRequestError.ResponseEnded));
        await host.DeliverAsync();
        host.Time.Advance(TimeSpan.FromMinutes(35));
        var claimed = TestData.Upload("uploads/claimed.mp4");
        await host.Ledger.PutMarkerAsync(Marker.For(RunId.Create(claimed, "video"), claimed, TestData.Now), TestData.Claim() with { Src = ClaimSource.From(claimed) }, default);
        host.Ims.StartWorkflowAsync(default!, default, default).ReturnsForAnyArgs(new StartWorkflowResponse(TestData.TaskId));
        host.Time.Advance(TimeSpan.FromMinutes(5));

        await host.SweepAsync();

        Assert.Contains("Swept: 2 seen, 0 finished, 1 recovered, 1 parked, 0 open, 0 overdue, 0 errors.", host.Log.Infos);
    }

    [Fact]
    public async Task A_task_that_IMS_no_longer_knows_is_parked_after_a_day_and_not_before()
    {
        await _host.DeliverAsync();
        _host.Ims.GetWorkflowTaskAsync(default!, default).ThrowsAsyncForAnyArgs(
            new ImsException("GetWorkflowTask", System.Net.HttpStatusCode.BadRequest, "InvalidParameter", "R"));
        _host.Time.Advance(TimeSpan.FromMinutes(5));
        await _host.SweepAsync();
        Assert.IsType<WorkflowRun.Started>(await _host.RunAsync());

        _host.Time.Advance(TimeSpan.FromHours(24));
        await _host.SweepAsync();

        Assert.Equal(ParkRecord.TaskLost, Assert.IsType<WorkflowRun.Parked>(await _host.RunAsync()).Park.Reason);
        Assert.Contains($"Run {TestData.RunId} is parked (TaskLost): a person must resume or cancel it.", _host.Log.Errors);
    }

    [Fact]
    public async Task A_parked_task_that_IMS_knows_again_is_finished_by_its_callback()
    {
        await _host.DeliverAsync();
        _host.Ims.GetWorkflowTaskAsync(default!, default).ThrowsAsyncForAnyArgs(
            new ImsException("GetWorkflowTask", System.Net.HttpStatusCode.BadRequest, "InvalidParameter", "R"));
        _host.Time.Advance(TimeSpan.FromHours(25));
        await _host.SweepAsync();
        _host.TaskIs("Succeed");

        await _host.CallBackAsync("{}");

        Assert.IsType<DoneRecord>(Assert.IsType<WorkflowRun.Finished>(await _host.RunAsync()).End);
    }

    [Fact]
    public async Task A_task_whose_state_may_not_be_read_does_not_count_as_lost()
    {
        await _host.DeliverAsync();
        _host.Ims.GetWorkflowTaskAsync(default!, default).ThrowsAsyncForAnyArgs(
            new ImsException("GetWorkflowTask", System.Net.HttpStatusCode.BadRequest, "SignatureDoesNotMatch", "R"));
        _host.Time.Advance(TimeSpan.FromHours(25));

        await _host.SweepAsync();

        Assert.IsType<WorkflowRun.Started>(await _host.RunAsync());
    }

    [Fact]
    public async Task All_of_many_runs_are_reconciled()
    {
        foreach (var number in Enumerable.Range(0, 50))
        {
            await _host.DeliverAsync($"request-{number}", TestData.Upload($"uploads/{number}.mp4", requestId: $"{number}"));
        }

        _host.Time.Advance(TimeSpan.FromMinutes(5));

        await Task.WhenAll(_host.SweepAsync(), _host.SweepAsync());

        Assert.Empty(_host.Ledger.Markers);
        Assert.Empty(_host.Log.Warnings);
    }

    [Fact]
    public async Task A_sweep_begins_no_visit_when_three_quarters_of_its_time_are_over_and_says_so()
    {
        foreach (var number in Enumerable.Range(0, 40))
        {
            await _host.DeliverAsync($"request-{number}", TestData.Upload($"uploads/{number}.mp4", requestId: $"{number}"));
        }

        _host.Time.Advance(TimeSpan.FromMinutes(5));
        _host.Ims.GetWorkflowTaskAsync(default!, default).ReturnsForAnyArgs(_ =>
        {
            _host.Time.Advance(TimeSpan.FromSeconds(6));
            return new GetWorkflowTaskResponse(new(TestData.TaskId, "Processing"));
        });

        await _host.SweepAsync();

        // Eight visits at once take 48 s here, and the function has 120 s.
        await _host.Ims.ReceivedWithAnyArgs(16).GetWorkflowTaskAsync(default!, default);
        Assert.Equal(["The sweep ran out of time; the next sweep begins with other runs."], _host.Log.Warnings);
        Assert.Contains(_host.Log.Infos, line => line.StartsWith("Swept: 16 seen, ", StringComparison.Ordinal));
    }
}
