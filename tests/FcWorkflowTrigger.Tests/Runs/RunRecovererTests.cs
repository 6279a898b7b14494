using System.Net;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Cloud.Ims.Models;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Runs.Start;
using FcWorkflowTrigger.Uploads;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace FcWorkflowTrigger.Tests.Runs;

/// <summary>What becomes of a start whose reply was lost.</summary>
public sealed class RunRecovererTests
{
    private TestHost _host = new();

    [Fact]
    public async Task A_start_the_list_shows_is_recorded_and_never_sent_again()
    {
        await LoseTheReplyAsync();
        _host.ListShows("the-task");
        _host.Time.Advance(TimeSpan.FromMinutes(5));

        await _host.SweepAsync();

        var started = Assert.IsType<WorkflowRun.Started>(await _host.RunAsync());
        Assert.Equal(("the-task", "lookup"), (started.Start.TaskId, started.Start.How));
        Assert.Equal(TestData.RunId, await _host.Ledger.FindByTaskAsync("the-task", default));
        Assert.Equal(1, _host.StartsSent);
    }

    [Fact]
    public async Task The_list_is_asked_for_the_asset_from_a_little_before_the_start()
    {
        await LoseTheReplyAsync();
        _host.Time.Advance(TimeSpan.FromMinutes(5));

        await _host.SweepAsync();

        await _host.Ims.Received(1).ListWorkflowTasksAsync(
            new ListWorkflowTasksRequest(TestData.MediaId, null, TestData.Now.AddMinutes(-6)), Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task A_task_of_another_run_on_the_same_asset_is_not_ours()
    {
        await LoseTheReplyAsync();
        var foreign = UserData.For(TestData.CallbackBase, RunIdOf("other"), 1, TestData.Capability);
        _host.Ims.ListWorkflowTasksAsync(default!, default).ReturnsForAnyArgs(new ListWorkflowTasksResponse([new("x", "Succeed", foreign), new("y", "Succeed")]));
        _host.Time.Advance(TimeSpan.FromMinutes(5));

        await _host.SweepAsync();

        Assert.IsType<WorkflowRun.Intended>(await _host.RunAsync());
    }

    [Fact]
    public async Task The_task_of_the_run_is_found_on_any_page_of_the_list()
    {
        await LoseTheReplyAsync();
        var ours = UserData.For(TestData.CallbackBase, TestData.RunId, 1, TestData.Capability);
        _host.Ims.ListWorkflowTasksAsync(default!, default).ReturnsForAnyArgs(
            new ListWorkflowTasksResponse([new("x", "Succeed")], "page-2"), new ListWorkflowTasksResponse([new("ours", "Init", ours)]));
        _host.Time.Advance(TimeSpan.FromMinutes(5));

        await _host.SweepAsync();

        Assert.Equal("ours", Assert.IsType<WorkflowRun.Started>(await _host.RunAsync()).Start.TaskId);
    }

    [Theory]
    [InlineData(33, 1)]
    [InlineData(35, 2)]
    public async Task Only_after_the_window_the_skew_and_the_list_lag_may_a_new_one_be_sent(int minutes, int starts)
    {
        await LoseTheReplyAsync();
        _host.Time.Advance(TimeSpan.FromMinutes(minutes));

        await _host.SweepAsync();

        Assert.Equal(starts, _host.StartsSent);
    }

    [Fact]
    public async Task Before_a_new_one_is_sent_the_list_has_been_empty_twice_and_the_ledger_says_so()
    {
        await LoseTheReplyAsync();
        _host.Time.Advance(TimeSpan.FromMinutes(35));

        await _host.SweepAsync();

        var started = Assert.IsType<WorkflowRun.Started>(await _host.RunAsync());
        Assert.Equal(2, started.Start.Gen);
        Assert.Equal((1, RefusedRecord.NeverArrived), started.History.Records.OfType<RefusedRecord>().Select(refused => (refused.Gen, refused.Code)).Single());
        await _host.Ims.ReceivedWithAnyArgs(2).ListWorkflowTasksAsync(default!, default);
    }

    [Fact]
    public async Task With_the_policy_park_a_person_decides()
    {
        _host = new(TestData.StartOptions with { Policy = StartPolicy.Park });
        await LoseTheReplyAsync();
        _host.Time.Advance(TimeSpan.FromMinutes(35));

        await _host.SweepAsync();

        Assert.Equal(ParkRecord.StartUnknown, Assert.IsType<WorkflowRun.Parked>(await _host.RunAsync()).Park.Reason);
        Assert.Equal([$"Run {TestData.RunId} is parked (StartUnknown): a person must resume or cancel it."], _host.Log.Errors);
        Assert.Equal(1, _host.StartsSent);
        Assert.Empty(_host.Ledger.Markers);
    }

    [Fact]
    public async Task A_parked_run_whose_callback_comes_after_all_is_finished_by_it()
    {
        _host = new(TestData.StartOptions with { Policy = StartPolicy.Park });
        await LoseTheReplyAsync();
        _host.Time.Advance(TimeSpan.FromMinutes(35));
        await _host.SweepAsync();

        await _host.CallBackAsync($$"""{"TaskId":"{{TestData.TaskId}}"}""");

        Assert.IsType<DoneRecord>(Assert.IsType<WorkflowRun.Finished>(await _host.RunAsync()).End);
    }

    [Fact]
    public async Task A_run_refused_for_now_for_a_day_is_parked()
    {
        _host.Ims.StartWorkflowAsync(default!, default, default).ThrowsAsyncForAnyArgs(
            new ImsException("StartWorkflow", HttpStatusCode.BadRequest, "Throttling.User", "R"));
        await Assert.ThrowsAsync<StartDeferredException>(() => _host.DeliverAsync());
        _host.Time.Advance(TimeSpan.FromHours(25));

        await _host.SweepAsync();

        Assert.Equal(ParkRecord.StartOverdue, Assert.IsType<WorkflowRun.Parked>(await _host.RunAsync()).Park.Reason);
        Assert.Equal([$"Run {TestData.RunId} is parked (StartOverdue): a person must resume or cancel it."], _host.Log.Errors);
    }

    [Fact]
    public void A_throttled_reply_is_a_certain_refusal_with_any_status() =>
        Assert.IsType<StartVerdict.Refused>(StartVerdict.From(
            new ImsException("StartWorkflow", HttpStatusCode.ServiceUnavailable, "Throttling", "R")));

    private async Task LoseTheReplyAsync()
    {
        _host.Ims.StartWorkflowAsync(default!, default, default).ThrowsAsyncForAnyArgs(new HttpRequestException(HttpRequestError.ResponseEnded));
        await _host.DeliverAsync();
        _host.Ims.StartWorkflowAsync(default!, default, default).ReturnsForAnyArgs(new StartWorkflowResponse(TestData.TaskId));
    }

    private static RunId RunIdOf(string requestId) => RunId.Create(TestData.Upload(requestId: requestId), TestData.Rule.Name);
}
