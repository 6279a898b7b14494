using System.Net;
using FcWorkflowTrigger.Cloud;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Cloud.Ims.Models;
using FcWorkflowTrigger.Cloud.Ims.Signing;
using FcWorkflowTrigger.Formats;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Runs.Start;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace FcWorkflowTrigger.Tests.Runs;

public sealed class RunOpenerTests
{
    private readonly TestHost _host = new();

    [Fact]
    public async Task An_upload_is_claimed_registered_intended_and_started()
    {
        await _host.DeliverAsync();

        var started = Assert.IsType<WorkflowRun.Started>(await _host.RunAsync());
        Assert.Equal(["ClaimRecord", "IntentRecord", "StartedRecord"], started.History.Records.Select(record => record.GetType().Name));
        Assert.Equal((TestData.TaskId, "reply", "ims-request-1"), (started.Start.TaskId, started.Start.How, started.Start.RequestId));
        Assert.Equal(TestData.RunId, await _host.Ledger.FindByTaskAsync(TestData.TaskId, default));
        Assert.Single(_host.Ledger.Markers);
    }

    [Fact]
    public async Task The_log_of_a_run_holds_all_that_another_process_needs_to_continue_it()
    {
        var run = await _host.DeliverAsync();

        var by = "request-1/instance-1";
        var records = run.History.Records;
        Assert.All(records, record => Assert.Equal(22, record.Nonce.Length));
        Assert.Equal(records.Count, records.Select(record => record.Nonce).Distinct().Count());
        var plan = new ClaimPlan(new("beach.mp4"), """{"NeedSprite":"false","NeedSnapshot":"false"}""");
        Assert.Equal(
            TestData.Claim() with { Nonce = records[0].Nonce, Plan = plan },
            records[0]);
        Assert.Equal(
            new IntentRecord
            {
                Seq = 1,
                Epoch = 1,
                Nonce = records[1].Nonce,
                At = TestData.Now,
                By = by,
                MediaId = TestData.MediaId,
                KeyText = TestData.MediaId,
                Gen = 1,
                AcsDate = TestData.Now,
                AcsNonce = Assert.IsType<IntentRecord>(records[1]).AcsNonce,
                UserDataSha = Sha256Hex.Compute(UserData.For(TestData.CallbackBase, TestData.RunId, 1, TestData.Capability)),
                NotAfter = TestData.Now.AddMinutes(31),
            },
            records[1]);
        Assert.Equal(
            new StartedRecord
            {
                Seq = 2,
                Epoch = 1,
                Nonce = records[2].Nonce,
                At = TestData.Now,
                By = by,
                Gen = 1,
                TaskId = TestData.TaskId,
                RequestId = "ims-request-1",
                How = "reply",
            },
            records[2]);
    }

    /// <summary>IMS's list is searched for it, and it shows the input of each task: the id of an asset, or a URL, which is too long to search for.</summary>
    [Theory]
    [InlineData("media", TestData.MediaId)]
    [InlineData("oss", null)]
    public async Task A_start_is_searched_for_by_what_its_task_shows(string input, string? text)
    {
        await _host.DeliverAsync(rule: TestData.Rule with { Input = input });

        Assert.Equal(text, Assert.Single((await _host.RunAsync()).History.Records.OfType<IntentRecord>()).KeyText);
    }

    [Fact]
    public async Task IMS_is_asked_for_the_asset_and_the_task_of_the_upload_and_the_log_tells_each_step()
    {
        await _host.DeliverAsync();

        await _host.Ims.Received(1).RegisterMediaInfoAsync(
            new(
                "https://media-in.oss-cn-shanghai.aliyuncs.com/uploads/beach.mp4",
                TestData.RunId.Value[^32..],
                TestData.RunId.Value,
                """{"NeedSprite":"false","NeedSnapshot":"false"}""",
                "beach.mp4",
                null),
            Arg.Any<CancellationToken>());
        await _host.Ims.Received(1).StartWorkflowAsync(
            new(
                TestData.WorkflowId,
                $$"""{"Type":"Media","Media":"{{TestData.MediaId}}"}""",
                UserData.For(TestData.CallbackBase, TestData.RunId, 1, TestData.Capability)),
            Arg.Any<SignaturePin>(),
            Arg.Any<CancellationToken>());
        Assert.Equal(
            [
                $"Claimed run {TestData.RunId} for {TestData.Upload()} under rule 'video'.",
                $"Registered run {TestData.RunId} as media {TestData.MediaId}.",
                $"Started run {TestData.RunId} as task {TestData.TaskId} (IMS request ims-request-1).",
            ],
            _host.Log.Infos);
        Assert.Equal(3, _host.Log.All.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_marker_of_a_run_that_nobody_opens_again_is_put_before_its_claim_and_any_other_at_the_same_time(bool isRedelivered)
    {
        var marking = new TaskCompletionSource();
        _host.Ledger.Marking = marking.Task;

        var opening = isRedelivered ? _host.DeliverAsync() : _host.OpenAsync(TestData.Claim());
        var isClaimed = await _host.Ledger.ReadFirstClaimAsync(TestData.RunId, default) is not null;
        marking.SetResult();
        await opening;

        Assert.Equal(isRedelivered, isClaimed);
        Assert.IsType<WorkflowRun.Started>(await _host.RunAsync());
    }

    [Fact]
    public async Task A_rejected_run_keeps_the_whole_refusal_and_is_logged_as_an_error()
    {
        _host.Ims.RegisterMediaInfoAsync(default!, default).ThrowsAsyncForAnyArgs(
            new ImsException("RegisterMediaInfo", HttpStatusCode.BadRequest, "InvalidParameter", "R", reason: null));

        await _host.DeliverAsync();

        var end = Assert.IsType<RejectRecord>(Assert.IsType<WorkflowRun.Finished>(await _host.RunAsync()).End);
        Assert.Equal(("RegisterMediaInfo", "InvalidParameter", "R", null), (end.Action, end.Code, end.RequestId, end.Message));
        Assert.Equal(
            [$"IMS refused RegisterMediaInfo for run {TestData.RunId} for good: InvalidParameter (IMS request R). The run ends here. IMS says no more."], _host.Log.Errors);
    }

    [Fact]
    public async Task A_start_whose_reply_was_lost_is_logged_as_a_warning()
    {
        _host.Ims.StartWorkflowAsync(default!, default, default).ThrowsAsyncForAnyArgs(new HttpRequestException(HttpRequestError.ResponseEnded));

        await _host.DeliverAsync();

        Assert.Equal(
            [$"Run {TestData.RunId} may have started: IMS's answer was not seen. The start is not sent again; a callback or a sweep finds out what happened."],
            _host.Log.Warnings);
    }

    [Theory]
    [InlineData("Init", 1)]
    [InlineData("Preparing", 1)]
    [InlineData("Normal", 0)]
    [InlineData("PrepareFail", 0)]
    [InlineData(null, 0)]
    public async Task A_refusal_is_not_final_only_for_an_asset_that_IMS_still_prepares(string? status, int openRuns)
    {
        _host.Ims.StartWorkflowAsync(default!, default, default).ThrowsAsyncForAnyArgs(Refusal("StartWorkflow", 400, "InvalidParameter"));
        _host.Ims.GetMediaInfoAsync(default!, default).ReturnsForAnyArgs(new GetMediaInfoResponse(new(TestData.MediaId, status is null ? null : new(status))));

        await _host.DeliverAsync();

        Assert.Equal(openRuns, _host.Ledger.Markers.Count);
        Assert.Equal(openRuns, _host.Log.Infos.Count(line => line == $"The asset of run {TestData.RunId} is not ready; a sweep continues the run."));
        await _host.Ims.Received().GetMediaInfoAsync(new(MediaId: TestData.MediaId), Arg.Any<CancellationToken>());
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public async Task An_asset_that_goes_while_it_is_looked_up_is_registered_again_up_to_three_times(int gone, bool isStarted)
    {
        _host.Ims.RegisterMediaInfoAsync(default!, default).ThrowsAsyncForAnyArgs(Refusal("RegisterMediaInfo", 409, "MediaAlreadyExist"));
        var looks = 0;
        _host.Ims.GetMediaInfoAsync(default!, default).ReturnsForAnyArgs(_ => ++looks <= gone
            ? throw Refusal("GetMediaInfo", 404, "MediaNotFound")
            : new GetMediaInfoResponse(new(TestData.MediaId)));

        if (isStarted)
        {
            Assert.IsType<WorkflowRun.Started>(await _host.DeliverAsync());
        }
        else
        {
            Assert.Equal("MediaNotFound", (await Assert.ThrowsAsync<ImsException>(() => _host.DeliverAsync())).Code);
        }

        await _host.Ims.ReceivedWithAnyArgs(3).RegisterMediaInfoAsync(default!, default);
    }

    [Fact]
    public async Task A_refusal_for_now_is_tried_four_times_and_then_the_invocation_fails_with_its_code()
    {
        _host.Ims.StartWorkflowAsync(default!, default, default).ThrowsAsyncForAnyArgs(Refusal("StartWorkflow", 400, "Throttling.User"));

        var failure = await Assert.ThrowsAsync<StartDeferredException>(() => _host.DeliverAsync());

        Assert.Equal(
            $"START-DEFERRED: IMS refused to start run {TestData.RunId} for now (Throttling.User). Nothing was started; the run is tried again automatically.", failure.Message);
        Assert.IsType<ImsException>(failure.InnerException);
        Assert.Equal([1, 2, 3, 4], (await _host.RunAsync()).History.Records.OfType<RefusedRecord>().Select(refused => refused.Gen));
    }

    [Fact]
    public async Task The_request_sent_is_the_one_the_intent_pinned()
    {
        await _host.DeliverAsync();

        var intent = (await _host.RunAsync()).History.Records.OfType<IntentRecord>().Single();
        await _host.Ims.Received(1).StartWorkflowAsync(
            Arg.Is<StartWorkflowRequest>(request => request.TaskInput == $$"""{"Type":"Media","Media":"{{TestData.MediaId}}"}"""),
            new(intent.AcsDate, intent.AcsNonce),
            Arg.Any<CancellationToken>());
        Assert.Equal(intent.AcsDate.AddMinutes(31), intent.NotAfter);
    }

    [Fact]
    public async Task A_second_delivery_days_later_starts_nothing()
    {
        await _host.DeliverAsync();
        _host.Time.Advance(TimeSpan.FromDays(6));

        await _host.AnotherProcess().DeliverAsync("request-2");

        Assert.Equal(1, _host.StartsSent);
    }

    [Fact]
    public async Task Of_many_simultaneous_deliveries_one_starts_the_run()
    {
        await Task.WhenAll(Enumerable.Range(0, 32).Select(number => Task.Run(() => _host.DeliverAsync($"request-{number}", instance: $"instance-{number}"))));

        Assert.Equal(1, _host.StartsSent);
    }

    [Fact]
    public async Task A_known_InputURL_leads_to_its_asset()
    {
        _host.Ims.RegisterMediaInfoAsync(default!, default).ThrowsAsyncForAnyArgs(Refusal("RegisterMediaInfo", 409, "MediaAlreadyExist"));

        await _host.DeliverAsync();

        Assert.Equal(TestData.MediaId, (await _host.RunAsync()).History.Records.OfType<IntentRecord>().Single().MediaId);
        await _host.Ims.Received(1).GetMediaInfoAsync(
            new(InputURL: "https://media-in.oss-cn-shanghai.aliyuncs.com/uploads/beach.mp4"), Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task A_throttled_start_opens_the_next_generation_with_a_fresh_signature()
    {
        _host.Ims.StartWorkflowAsync(default!, default, default).ReturnsForAnyArgs(
            _ => throw Refusal("StartWorkflow", 400, "Throttling.User"),
            _ => new StartWorkflowResponse(TestData.TaskId));

        await _host.DeliverAsync();

        var started = Assert.IsType<WorkflowRun.Started>(await _host.RunAsync());
        var nonces = started.History.Records.OfType<IntentRecord>().Select(intent => intent.AcsNonce).ToArray();
        Assert.Equal(2, started.Start.Gen);
        Assert.Equal(2, nonces.Distinct().Count());
        Assert.Equal("Throttling.User", started.History.Records.OfType<RefusedRecord>().Single().Code);
    }

    [Fact]
    public async Task A_start_that_IMS_accepts_while_the_invocation_is_canceled_is_recorded()
    {
        using var canceled = new CancellationTokenSource();
        _host.Ims.StartWorkflowAsync(default!, default, default).ReturnsForAnyArgs(_ =>
        {
            canceled.Cancel();
            return new StartWorkflowResponse(TestData.TaskId);
        });

        await _host.DeliverAsync(cancellationToken: canceled.Token);

        Assert.IsType<WorkflowRun.Started>(await _host.RunAsync());
        Assert.Equal(TestData.RunId, await _host.Ledger.FindByTaskAsync(TestData.TaskId, default));
    }

    [Fact]
    public async Task A_start_that_IMS_refuses_while_the_invocation_is_canceled_is_recorded_as_refused()
    {
        using var canceled = new CancellationTokenSource();
        _host.Ims.StartWorkflowAsync(default!, default, default).ThrowsAsyncForAnyArgs(_ =>
        {
            canceled.Cancel();
            return Refusal("StartWorkflow", 400, "Throttling.User");
        });

        await Assert.ThrowsAnyAsync<Exception>(() => _host.DeliverAsync(cancellationToken: canceled.Token));

        Assert.Single((await _host.RunAsync()).History.Records.OfType<RefusedRecord>());
        Assert.Equal(1, _host.StartsSent);
    }

    [Fact]
    public async Task A_start_that_stays_throttled_fails_the_invocation_and_the_redelivery_continues_the_run()
    {
        _host.Ims.StartWorkflowAsync(default!, default, default).ThrowsAsyncForAnyArgs(Refusal("StartWorkflow", 400, "Throttling.User"));
        await Assert.ThrowsAsync<StartDeferredException>(() => _host.DeliverAsync());
        _host.Ims.StartWorkflowAsync(default!, default, default).ReturnsForAnyArgs(new StartWorkflowResponse(TestData.TaskId));

        await _host.DeliverAsync();

        Assert.IsType<WorkflowRun.Started>(await _host.RunAsync());
    }

    [Fact]
    public async Task A_start_that_is_refused_for_good_ends_the_run_with_the_code_of_IMS()
    {
        _host.Ims.StartWorkflowAsync(default!, default, default).ThrowsAsyncForAnyArgs(Refusal("StartWorkflow", 400, "InvalidParameter"));

        await _host.DeliverAsync();

        var end = Assert.IsType<RejectRecord>(Assert.IsType<WorkflowRun.Finished>(await _host.RunAsync()).End);
        Assert.Equal(("StartWorkflow", "InvalidParameter", "R"), (end.Action, end.Code, end.RequestId));
        Assert.Empty(_host.Ledger.Markers);
    }

    /// <summary>Case F11.</summary>
    [Theory]
    [InlineData("RegisterMediaInfo")]
    [InlineData("StartWorkflow")]
    public async Task The_message_of_IMS_is_in_the_record_and_in_the_log(string action)
    {
        const string Said = "The specified parameter \"MediaId\" is not valid.\n[ERROR] Swept: 1 seen\u202e";
        ImsException refusal = new(action, HttpStatusCode.BadRequest, "InvalidParameter", "R", reason: Said);
        _ = action == "StartWorkflow"
            ? _host.Ims.StartWorkflowAsync(default!, default, default).ThrowsAsyncForAnyArgs(refusal)
            : (object)_host.Ims.RegisterMediaInfoAsync(default!, default).ThrowsAsyncForAnyArgs(refusal);

        await _host.DeliverAsync();

        var end = Assert.IsType<RejectRecord>(Assert.IsType<WorkflowRun.Finished>(await _host.RunAsync()).End);
        Assert.Equal("The specified parameter \"MediaId\" is not valid. \\u{5b}ERROR] Swept: 1 seen\\u{202e}", end.Message);
        Assert.StartsWith(
            $"IMS refused {action} for run {TestData.RunId} for good: InvalidParameter (IMS request R). The run ends here. IMS says 'The specified parameter %22MediaId%22 is not valid. ",
            Assert.Single(_host.Log.Errors),
            StringComparison.Ordinal);
        Assert.DoesNotContain(_host.Log.Errors, line => line.Contains("Swept: 1 seen", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_refusal_for_now_keeps_the_message_of_IMS_too()
    {
        _host.Ims.StartWorkflowAsync(default!, default, default).ThrowsAsyncForAnyArgs(
            new ImsException("StartWorkflow", HttpStatusCode.Forbidden, "OperationDenied", "R", reason: "Your account does not open IMS service yet."));

        await Assert.ThrowsAsync<StartDeferredException>(() => _host.DeliverAsync());

        Assert.All((await _host.RunAsync()).History.Records.OfType<RefusedRecord>(), refused => Assert.Equal("Your account does not open IMS service yet.", refused.Message));
    }

    [Fact]
    public async Task A_refusal_is_not_final_while_the_asset_is_being_prepared()
    {
        _host.Ims.StartWorkflowAsync(default!, default, default).ThrowsAsyncForAnyArgs(Refusal("StartWorkflow", 400, "InvalidParameter"));
        _host.Ims.GetMediaInfoAsync(default!, default).ReturnsForAnyArgs(new GetMediaInfoResponse(new(TestData.MediaId, new("Preparing"))));

        await _host.DeliverAsync();

        Assert.IsType<WorkflowRun.Claimed>(await _host.RunAsync());
        Assert.Single(_host.Ledger.Markers);
    }

    [Fact]
    public async Task Missing_rights_do_not_end_a_run()
    {
        _host.Ims.StartWorkflowAsync(default!, default, default).ThrowsAsyncForAnyArgs(Refusal("StartWorkflow", 403, "NoPermission"));

        await Assert.ThrowsAsync<StartDeferredException>(() => _host.DeliverAsync());

        Assert.IsType<WorkflowRun.Claimed>(await _host.RunAsync());
    }

    [Fact]
    public async Task Expired_keys_use_one_generation_and_are_reported_as_a_credential_problem()
    {
        _host.Ims.StartWorkflowAsync(default!, default, default).ThrowsAsyncForAnyArgs(Refusal("StartWorkflow", 403, "InvalidSecurityToken.Expired"));

        var failure = await Assert.ThrowsAsync<StartDeferredException>(() => _host.DeliverAsync());

        Assert.True(CredentialProblem.Is(failure));
        Assert.Equal(1, _host.StartsSent);
    }

    [Fact]
    public async Task A_registration_that_is_refused_for_good_ends_the_run()
    {
        _host.Ims.RegisterMediaInfoAsync(default!, default).ThrowsAsyncForAnyArgs(Refusal("RegisterMediaInfo", 400, "InvalidParameter"));

        await _host.DeliverAsync();

        Assert.IsType<WorkflowRun.Finished>(await _host.RunAsync());
        Assert.Equal(0, _host.StartsSent);
        Assert.Empty(_host.Ledger.Markers);
    }

    [Fact]
    public async Task A_start_whose_reply_was_lost_is_never_sent_again_blindly()
    {
        _host.Ims.StartWorkflowAsync(default!, default, default).ThrowsAsyncForAnyArgs(new HttpRequestException(HttpRequestError.ResponseEnded));

        await _host.DeliverAsync();
        await _host.DeliverAsync();
        await _host.DeliverAsync("request-2");

        Assert.IsType<WorkflowRun.Intended>(await _host.RunAsync());
        Assert.Equal(1, _host.StartsSent);
        Assert.Single(_host.Ledger.Markers);
    }

    [Fact]
    public async Task A_run_that_another_invocation_holds_is_not_touched()
    {
        await HeldByRequest1Async();

        await _host.DeliverAsync("request-2");

        Assert.IsType<WorkflowRun.Claimed>(await _host.RunAsync());
    }

    [Fact]
    public async Task A_run_whose_lease_is_over_is_taken_over()
    {
        await HeldByRequest1Async();
        _host.Time.Advance(TimeSpan.FromMinutes(10));

        await _host.DeliverAsync("request-2");

        Assert.Equal(2, Assert.IsType<WorkflowRun.Started>(await _host.RunAsync()).Claim.Epoch);
    }

    [Fact]
    public async Task The_retry_of_an_invocation_takes_its_own_run_over_at_once()
    {
        await HeldByRequest1Async();

        await _host.DeliverAsync("request-1", instance: "instance-2");

        Assert.IsType<WorkflowRun.Started>(await _host.RunAsync());
    }

    [Fact]
    public async Task A_late_delivery_of_a_finished_run_leaves_no_marker()
    {
        await _host.DeliverAsync();
        await _host.CallBackAsync("{}");

        await _host.AnotherProcess().DeliverAsync("request-2");

        Assert.Empty(_host.Ledger.Markers);
    }

    private async Task HeldByRequest1Async()
    {
        _host.Ims.RegisterMediaInfoAsync(default!, default).ThrowsAsyncForAnyArgs(new HttpRequestException("reset"));
        await Assert.ThrowsAsync<HttpRequestException>(() => _host.DeliverAsync("request-1"));
        _host.Ims.RegisterMediaInfoAsync(default!, default).ReturnsForAnyArgs(new RegisterMediaInfoResponse(TestData.MediaId));
    }

    private static ImsException Refusal(string action, int status, string code) => new(action, (HttpStatusCode)status, code, "R");
}
