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
    public async Task It_is_certain_from_the_very_end_of_window_skew_and_list_lag_on()
    {
        await LoseTheReplyAsync();
        _host.Time.Advance(TimeSpan.FromMinutes(34) - TimeSpan.FromTicks(1));
        await _host.SweepAsync();
        var before = _host.StartsSent;

        _host.Time.Advance(TimeSpan.FromTicks(1));
        await _host.SweepAsync();

        Assert.Equal((1, 2), (before, _host.StartsSent));
        Assert.Equal([$"Start 1 of run {TestData.RunId} never arrived at IMS; the next is opened."], _host.Log.Warnings.Where(line => line.StartsWith("Start 1", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Nobody_looks_for_a_start_whose_invocation_may_still_be_waiting_for_its_answer()
    {
        await LoseTheReplyAsync();

        await _host.DeliverAsync("request-2");
        await _host.Ims.DidNotReceiveWithAnyArgs().ListWorkflowTasksAsync(default!, default);

        _host.Time.Advance(TimeSpan.FromSeconds(150));
        await _host.DeliverAsync("request-2");
        await _host.Ims.ReceivedWithAnyArgs(1).ListWorkflowTasksAsync(default!, default);
    }

    [Fact]
    public async Task A_start_that_is_found_is_recorded_whole_and_logged()
    {
        await LoseTheReplyAsync();
        _host.ListShows("the-task");
        _host.Time.Advance(TimeSpan.FromMinutes(5));

        await _host.SweepAsync();

        var start = Assert.IsType<WorkflowRun.Started>(await _host.RunAsync()).Start;
        Assert.Equal(
            new StartedRecord
            {
                Seq = 2,
                Epoch = 1,
                Nonce = start.Nonce,
                At = _host.Time.GetUtcNow(),
                By = "sweep-1/instance-1",
                Gen = 1,
                TaskId = "the-task",
                How = "lookup",
            },
            start);
        Assert.Contains($"Found the start of run {TestData.RunId} in IMS's list: task the-task.", _host.Log.Infos);
    }

    [Fact]
    public async Task A_run_that_is_taken_over_has_a_claim_of_its_new_invocation_without_the_note_of_an_operator()
    {
        await HeldAsync();
        var first = Assert.IsType<WorkflowRun.Claimed>(await _host.RunAsync()).Claim;
        _host.Time.Advance(TimeSpan.FromMinutes(10));

        await _host.DeliverAsync("request-2", instance: "instance-2");

        var run = Assert.IsType<WorkflowRun.Started>(await _host.RunAsync());
        Assert.Equal(
            first with { Seq = 1, Epoch = 2, Nonce = run.Claim.Nonce, At = _host.Time.GetUtcNow(), By = "request-2/instance-2" },
            run.Claim);
        Assert.Contains($"Took over run {TestData.RunId} as claim 2.", _host.Log.Infos);
    }

    [Fact]
    public async Task Of_two_that_take_a_run_over_the_slower_one_starts_nothing_and_says_so()
    {
        await HeldAsync();
        _host.Time.Advance(TimeSpan.FromMinutes(10));
        var other = _host.AnotherProcess();
        var isFirst = true;
        _host.Ledger.Appending = async record =>
        {
            if (isFirst && record.Seq == 1)
            {
                isFirst = false;
                await other.DeliverAsync("request-3", instance: "instance-3");
            }
        };

        await _host.DeliverAsync("request-2", instance: "instance-2");

        Assert.Equal("request-3/instance-3", Assert.IsType<WorkflowRun.Started>(await _host.RunAsync()).Claim.By);
        Assert.Equal(1, _host.StartsSent);
        Assert.Contains($"Another invocation has changed run {TestData.RunId}.", _host.Log.Infos);
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    public async Task A_run_whose_asset_is_not_ready_for_a_day_is_parked(int seconds, bool isParked)
    {
        _host.Ims.StartWorkflowAsync(default!, default, default).ThrowsAsyncForAnyArgs(
            new ImsException("StartWorkflow", HttpStatusCode.BadRequest, "InvalidParameter", "R"));
        _host.Ims.GetMediaInfoAsync(default!, default).ReturnsForAnyArgs(new GetMediaInfoResponse(new(TestData.MediaId, new("Preparing"))));
        await _host.DeliverAsync();
        _host.Time.Advance(TimeSpan.FromHours(24) + TimeSpan.FromSeconds(seconds));

        await _host.SweepAsync();

        Assert.Equal(isParked, await _host.RunAsync() is WorkflowRun.Parked { Park.Reason: ParkRecord.StartOverdue });
        Assert.Equal(!isParked, _host.Ledger.Markers.Count > 0);
    }

    [Theory]
    [InlineData("InternalError", true)]
    [InlineData("InvalidSecurityToken.Expired", false)]
    public async Task A_run_that_IMS_does_not_register_for_a_day_is_parked_unless_the_keys_have_expired(string code, bool isParked)
    {
        _host.Ims.RegisterMediaInfoAsync(default!, default).ThrowsAsyncForAnyArgs(
            new ImsException("RegisterMediaInfo", HttpStatusCode.Forbidden, code, "R"));
        await Assert.ThrowsAsync<ImsException>(() => _host.DeliverAsync());
        _host.Time.Advance(TimeSpan.FromMinutes(10));
        await Assert.ThrowsAsync<ImsException>(() => _host.DeliverAsync("request-2"));
        _host.Time.Advance(TimeSpan.FromHours(24));

        var failure = await Record.ExceptionAsync(() => _host.DeliverAsync("request-3"));

        Assert.Equal(isParked, await _host.RunAsync() is WorkflowRun.Parked { Park.Reason: ParkRecord.StartOverdue });
        Assert.Equal(isParked, failure is null);
    }

    [Fact]
    public async Task A_run_whose_registration_is_only_not_answered_for_a_day_is_tried_on()
    {
        await HeldAsync();
        _host.Ims.RegisterMediaInfoAsync(default!, default).ThrowsAsyncForAnyArgs(new HttpRequestException("reset"));
        _host.Time.Advance(TimeSpan.FromMinutes(10));
        await Assert.ThrowsAsync<HttpRequestException>(() => _host.DeliverAsync("request-2"));
        _host.Time.Advance(TimeSpan.FromHours(25));

        await Assert.ThrowsAsync<HttpRequestException>(() => _host.DeliverAsync("request-3"));

        Assert.IsType<WorkflowRun.Claimed>(await _host.RunAsync());
    }

    [Fact]
    public async Task The_list_is_looked_at_again_only_three_seconds_after_it_was_empty()
    {
        await LoseTheReplyAsync();
        var run = Assert.IsType<WorkflowRun.Intended>(await _host.RunAsync());
        _host.Time.Advance(TimeSpan.FromMinutes(35));

        var resolving = _host.Resolver().ResolveAsync(run, TestData.Invocation("sweep-1"), default);
        _host.Time.Advance(TimeSpan.FromSeconds(3) - TimeSpan.FromTicks(1));
        await _host.Ims.ReceivedWithAnyArgs(1).ListWorkflowTasksAsync(default!, default);
        _host.Time.Advance(TimeSpan.FromTicks(1));

        Assert.IsType<WorkflowRun.Claimed>(await resolving);
        await _host.Ims.ReceivedWithAnyArgs(2).ListWorkflowTasksAsync(default!, default);
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
        Assert.Contains($"Start 1 of run {TestData.RunId} never arrived at IMS; the run is parked.", _host.Log.Warnings);
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

    private async Task HeldAsync()
    {
        _host.Ims.RegisterMediaInfoAsync(default!, default).ThrowsAsyncForAnyArgs(new HttpRequestException("reset"));
        await Assert.ThrowsAsync<HttpRequestException>(() => _host.DeliverAsync());
        _host.Ims.RegisterMediaInfoAsync(default!, default).ReturnsForAnyArgs(new RegisterMediaInfoResponse(TestData.MediaId));
    }

    private async Task LoseTheReplyAsync()
    {
        _host.Ims.StartWorkflowAsync(default!, default, default).ThrowsAsyncForAnyArgs(new HttpRequestException(HttpRequestError.ResponseEnded));
        await _host.DeliverAsync();
        _host.Ims.StartWorkflowAsync(default!, default, default).ReturnsForAnyArgs(new StartWorkflowResponse(TestData.TaskId));
    }

    private static RunId RunIdOf(string requestId) => RunId.Create(TestData.Upload(requestId: requestId), TestData.Rule.Name);
}
