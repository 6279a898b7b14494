using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Cloud.Ims.Models;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Runs;
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
