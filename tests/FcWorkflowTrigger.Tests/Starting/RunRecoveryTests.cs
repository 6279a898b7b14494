using System.Net;
using FcWorkflowTrigger.Services.Ims;
using FcWorkflowTrigger.Services.Ledger.Records;
using FcWorkflowTrigger.Starting;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace FcWorkflowTrigger.Tests.Starting;

/// <summary>What becomes of a start whose reply was lost.</summary>
public sealed class RunRecoveryTests
{
    private World _world = new();

    [Fact]
    public async Task A_start_the_list_shows_is_recorded_and_never_sent_again()
    {
        await LoseTheReplyAsync();
        _world.ListShows("the-task");
        _world.Time.Advance(TimeSpan.FromMinutes(5));

        await _world.SweepAsync();

        var started = Assert.IsType<WorkflowRun.Started>(await _world.RunAsync());
        Assert.Equal(("the-task", "lookup"), (started.Start.TaskId, started.Start.How));
        Assert.Equal(Given.RunId, await _world.Ledger.FindByTaskAsync("the-task", default));
        Assert.Equal(1, _world.StartsSent);
    }

    [Fact]
    public async Task The_list_is_asked_for_the_asset_from_a_little_before_the_start()
    {
        await LoseTheReplyAsync();
        _world.Time.Advance(TimeSpan.FromMinutes(5));

        await _world.SweepAsync();

        await _world.Ims.Received(1).ListWorkflowTasksAsync(
            new ListWorkflowTasksRequest(Given.MediaId, null, Given.Now.AddMinutes(-5)), Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task A_task_of_another_run_on_the_same_asset_is_not_ours()
    {
        await LoseTheReplyAsync();
        var foreign = UserData.For(Given.CallbackBase, RunIdOf("other"), 1, Given.Capability);
        _world.Ims.ListWorkflowTasksAsync(default!, default).ReturnsForAnyArgs(new ListWorkflowTasksResponse([new("x", "Succeed", foreign), new("y", "Succeed")]));
        _world.Time.Advance(TimeSpan.FromMinutes(5));

        await _world.SweepAsync();

        Assert.IsType<WorkflowRun.Intended>(await _world.RunAsync());
    }

    [Fact]
    public async Task Our_task_is_found_on_whichever_page_it_stands()
    {
        await LoseTheReplyAsync();
        var ours = UserData.For(Given.CallbackBase, Given.RunId, 1, Given.Capability);
        _world.Ims.ListWorkflowTasksAsync(default!, default).ReturnsForAnyArgs(
            new ListWorkflowTasksResponse([new("x", "Succeed")], "page-2"), new ListWorkflowTasksResponse([new("ours", "Init", ours)]));
        _world.Time.Advance(TimeSpan.FromMinutes(5));

        await _world.SweepAsync();

        Assert.Equal("ours", Assert.IsType<WorkflowRun.Started>(await _world.RunAsync()).Start.TaskId);
    }

    [Theory]
    [InlineData(33, 1)]
    [InlineData(35, 2)]
    public async Task Only_after_the_window_the_skew_and_the_list_lag_may_a_new_one_be_sent(int minutes, int starts)
    {
        await LoseTheReplyAsync();
        _world.Time.Advance(TimeSpan.FromMinutes(minutes));

        await _world.SweepAsync();

        Assert.Equal(starts, _world.StartsSent);
    }

    [Fact]
    public async Task Before_a_new_one_is_sent_the_list_has_been_empty_twice_and_the_ledger_says_so()
    {
        await LoseTheReplyAsync();
        _world.Time.Advance(TimeSpan.FromMinutes(35));

        await _world.SweepAsync();

        var started = Assert.IsType<WorkflowRun.Started>(await _world.RunAsync());
        Assert.Equal(2, started.Start.Gen);
        Assert.Equal((1, RefusedRecord.NeverArrived), started.Log.Records.OfType<RefusedRecord>().Select(refused => (refused.Gen, refused.Code)).Single());
        await _world.Ims.ReceivedWithAnyArgs(2).ListWorkflowTasksAsync(default!, default);
    }

    [Fact]
    public async Task With_the_policy_park_a_person_decides()
    {
        _world = new(Given.StartOptions with { Policy = StartPolicy.Park });
        await LoseTheReplyAsync();
        _world.Time.Advance(TimeSpan.FromMinutes(35));

        await _world.SweepAsync();

        Assert.Equal(ParkRecord.StartUnknown, Assert.IsType<WorkflowRun.Parked>(await _world.RunAsync()).Park.Reason);
        Assert.Equal([$"Run {Given.RunId} is parked (StartUnknown): a person must resume or cancel it."], _world.Log.Errors);
        Assert.Equal(1, _world.StartsSent);
        Assert.Empty(_world.Ledger.Markers);
    }

    [Fact]
    public async Task A_parked_run_whose_callback_comes_after_all_is_finished_by_it()
    {
        _world = new(Given.StartOptions with { Policy = StartPolicy.Park });
        await LoseTheReplyAsync();
        _world.Time.Advance(TimeSpan.FromMinutes(35));
        await _world.SweepAsync();

        await _world.CallBackAsync($$"""{"TaskId":"{{Given.TaskId}}"}""");

        Assert.IsType<DoneRecord>(Assert.IsType<WorkflowRun.Finished>(await _world.RunAsync()).End);
    }

    [Fact]
    public async Task A_run_refused_for_now_for_a_day_is_parked()
    {
        _world.Ims.StartWorkflowAsync(default!, default, default).ThrowsAsyncForAnyArgs(
            new ImsException("StartWorkflow", HttpStatusCode.BadRequest, "Throttling.User", "R"));
        await Assert.ThrowsAsync<StartDeferredException>(() => _world.DeliverAsync());
        _world.Time.Advance(TimeSpan.FromHours(25));

        await _world.SweepAsync();

        Assert.Equal(ParkRecord.StartOverdue, Assert.IsType<WorkflowRun.Parked>(await _world.RunAsync()).Park.Reason);
        Assert.Equal([$"Run {Given.RunId} is parked (StartOverdue): a person must resume or cancel it."], _world.Log.Errors);
    }

    [Fact]
    public void A_throttled_reply_is_a_sure_refusal_whatever_its_status() =>
        Assert.IsType<StartVerdict.Refused>(StartVerdict.Of(
            new ImsException("StartWorkflow", HttpStatusCode.ServiceUnavailable, "Throttling", "R")));

    private async Task LoseTheReplyAsync()
    {
        _world.Ims.StartWorkflowAsync(default!, default, default).ThrowsAsyncForAnyArgs(new HttpRequestException(HttpRequestError.ResponseEnded));
        await _world.DeliverAsync();
        _world.Ims.StartWorkflowAsync(default!, default, default).ReturnsForAnyArgs(new StartWorkflowResponse(Given.TaskId));
    }

    private static RunId RunIdOf(string requestId) => RunId.Of(Given.Upload(requestId: requestId), Given.Rule.Name);
}
