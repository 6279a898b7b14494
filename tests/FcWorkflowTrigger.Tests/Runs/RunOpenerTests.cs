using System.Net;
using FcWorkflowTrigger.Cloud;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Cloud.Ims.Models;
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
