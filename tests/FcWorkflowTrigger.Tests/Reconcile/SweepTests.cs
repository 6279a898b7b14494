using FcWorkflowTrigger.Services.Ledger;
using FcWorkflowTrigger.Services.Ledger.Records;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace FcWorkflowTrigger.Tests.Reconcile;

public sealed class SweepTests
{
    private readonly World _world = new();

    [Fact]
    public async Task A_marker_whose_delivery_died_before_its_claim_is_enough_to_start_the_run()
    {
        await _world.Ledger.PutMarkerAsync(Marker.For(Given.RunId, Given.Upload(), Given.Now), Given.Claim(), default);
        _world.Time.Advance(TimeSpan.FromMinutes(5));

        await _world.SweepAsync();

        Assert.IsType<WorkflowRun.Started>(await _world.RunAsync());
        Assert.Single(_world.Ledger.Markers);
    }

    [Fact]
    public async Task A_claim_somebody_died_over_is_taken_over_once_its_lease_is_over()
    {
        _world.Ims.RegisterMediaInfoAsync(default!, default).ThrowsAsyncForAnyArgs(new HttpRequestException("reset"));
        await Assert.ThrowsAsync<HttpRequestException>(() => _world.DeliverAsync());
        _world.Ims.RegisterMediaInfoAsync(default!, default).ReturnsForAnyArgs(new FcWorkflowTrigger.Services.Ims.RegisterMediaInfoResponse(Given.MediaId));
        _world.Time.Advance(TimeSpan.FromMinutes(5));

        await _world.SweepAsync();

        Assert.Equal(2, Assert.IsType<WorkflowRun.Started>(await _world.RunAsync()).Epoch);
    }

    [Fact]
    public async Task The_marker_of_a_finished_run_is_taken_away()
    {
        await _world.DeliverAsync();
        await _world.CallBackAsync("{}");
        await _world.Ledger.PutMarkerAsync(Marker.For(Given.RunId, Given.Upload(), Given.Now), Given.Claim(), default);
        _world.Time.Advance(TimeSpan.FromMinutes(5));

        await _world.SweepAsync();

        Assert.Empty(_world.Ledger.Markers);
    }

    [Fact]
    public async Task A_task_that_runs_for_hours_is_asked_after_once_an_hour()
    {
        await _world.DeliverAsync();
        _world.TaskIs("Processing");
        _world.Time.Advance(TimeSpan.FromMinutes(65));

        await _world.SweepAsync();
        await _world.SweepAsync();

        await _world.Ims.ReceivedWithAnyArgs(1).GetWorkflowTaskAsync(default!, default);
        Assert.Equal(new(2026, 11, 24, 2, 0, 0, TimeSpan.Zero), Assert.Single(_world.Ledger.Markers).Hour);
    }

    [Fact]
    public async Task A_task_of_less_than_an_hour_is_asked_after_with_every_sweep_though_the_clock_has_struck()
    {
        await _world.DeliverAsync();
        _world.TaskIs("Processing");
        _world.Time.Advance(TimeSpan.FromMinutes(50));

        await _world.SweepAsync();
        await _world.SweepAsync();

        await _world.Ims.ReceivedWithAnyArgs(2).GetWorkflowTaskAsync(default!, default);
    }

    [Fact]
    public async Task A_task_IMS_no_longer_knows_is_parked_after_a_day_and_not_before()
    {
        await _world.DeliverAsync();
        _world.Ims.GetWorkflowTaskAsync(default!, default).ThrowsAsyncForAnyArgs(
            new FcWorkflowTrigger.Services.Ims.ImsException("GetWorkflowTask", System.Net.HttpStatusCode.BadRequest, "InvalidParameter", "R"));
        _world.Time.Advance(TimeSpan.FromMinutes(5));
        await _world.SweepAsync();
        Assert.IsType<WorkflowRun.Started>(await _world.RunAsync());

        _world.Time.Advance(TimeSpan.FromHours(24));
        await _world.SweepAsync();

        Assert.Equal(ParkRecord.TaskLost, Assert.IsType<WorkflowRun.Parked>(await _world.RunAsync()).Park.Reason);
        Assert.Contains($"Run {Given.RunId} is parked (TaskLost): a person must resume or cancel it.", _world.Log.Errors);
    }

    [Fact]
    public async Task A_parked_task_that_IMS_knows_again_is_finished_by_its_callback()
    {
        await _world.DeliverAsync();
        _world.Ims.GetWorkflowTaskAsync(default!, default).ThrowsAsyncForAnyArgs(
            new FcWorkflowTrigger.Services.Ims.ImsException("GetWorkflowTask", System.Net.HttpStatusCode.BadRequest, "InvalidParameter", "R"));
        _world.Time.Advance(TimeSpan.FromHours(25));
        await _world.SweepAsync();
        _world.TaskIs("Succeed");

        await _world.CallBackAsync("{}");

        Assert.IsType<DoneRecord>(Assert.IsType<WorkflowRun.Finished>(await _world.RunAsync()).End);
    }

    [Fact]
    public async Task A_task_whose_state_may_not_be_read_is_not_taken_for_lost()
    {
        await _world.DeliverAsync();
        _world.Ims.GetWorkflowTaskAsync(default!, default).ThrowsAsyncForAnyArgs(
            new FcWorkflowTrigger.Services.Ims.ImsException("GetWorkflowTask", System.Net.HttpStatusCode.BadRequest, "SignatureDoesNotMatch", "R"));
        _world.Time.Advance(TimeSpan.FromHours(25));

        await _world.SweepAsync();

        Assert.IsType<WorkflowRun.Started>(await _world.RunAsync());
    }

    [Fact]
    public async Task Many_runs_are_all_visited()
    {
        foreach (var number in Enumerable.Range(0, 50))
        {
            await _world.DeliverAsync($"request-{number}", Given.Upload($"uploads/{number}.mp4", requestId: $"{number}"));
        }

        _world.Time.Advance(TimeSpan.FromMinutes(5));

        await Task.WhenAll(_world.SweepAsync(), _world.SweepAsync());

        Assert.Empty(_world.Ledger.Markers);
    }
}
