using System.Net;
using FcWorkflowTrigger.Callback;
using FcWorkflowTrigger.Callback.Authentication;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Runs;
using Microsoft.AspNetCore.Http;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace FcWorkflowTrigger.Tests.Callback;

/// <summary>Callbacks that name a task and no run: those of SetEventCallback.</summary>
public sealed class TaskEventTests
{
    private const string Key = "TestKey001";

    private readonly TestHost _host = new();

    [Theory]
    [InlineData("callback-enveloped.json")]
    [InlineData("callback-flat.json")]
    [InlineData("callback-message-as-text.json")]
    public async Task An_event_of_our_task_finishes_its_run(string sample)
    {
        await _host.DeliverAsync();

        Assert.Equal(CallbackOutcome.Recorded, await SendEventAsync(TestData.Sample(sample)));
        Assert.IsType<WorkflowRun.Finished>(await _host.RunAsync());
    }

    [Fact]
    public async Task A_task_whose_start_was_never_recorded_is_found_by_its_UserData()
    {
        _host.Ims.StartWorkflowAsync(default!, default, default).ThrowsAsyncForAnyArgs(new HttpRequestException(HttpRequestError.ResponseEnded));
        await _host.DeliverAsync();

        Assert.Equal(CallbackOutcome.Recorded, await SendEventAsync());
        Assert.Equal("callback", (await _host.RunAsync()).History.Records.OfType<StartedRecord>().Single().How);
    }

    [Fact]
    public async Task A_task_whose_start_was_never_recorded_belongs_to_the_last_start_that_was_sent()
    {
        _host.Ims.StartWorkflowAsync(default!, default, default).ThrowsAsyncForAnyArgs(
            _ => _host.StartsSent == 1
                ? new ImsException("StartWorkflow", HttpStatusCode.BadRequest, "Throttling.User", "R")
                : new HttpRequestException(HttpRequestError.ResponseEnded));
        Assert.Equal(2, Assert.IsType<WorkflowRun.Intended>(await _host.DeliverAsync()).Intent.Gen);

        Assert.Equal(CallbackOutcome.Recorded, await SendEventAsync());
        Assert.Equal(2, (await _host.RunAsync()).History.Records.OfType<StartedRecord>().Single().Gen);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"r":"another system's"}""")]
    public async Task A_task_of_another_program_is_foreign(string userData)
    {
        _host.TaskIs("Succeed", userData);

        Assert.Equal(CallbackOutcome.ForeignTask, await SendEventAsync());
    }

    [Fact]
    public async Task A_task_that_names_a_run_that_is_not_in_the_ledger_is_refused() => Assert.Equal(CallbackOutcome.UnknownRun, await SendEventAsync());

    [Fact]
    public async Task A_second_task_that_names_the_run_does_not_end_it()
    {
        await _host.DeliverAsync();

        Assert.Equal(CallbackOutcome.ForeignTask, await SendEventAsync("""{"TaskId":"ffffffffffffffffffffffffffffffff"}"""));
        Assert.IsType<WorkflowRun.Started>(await _host.RunAsync());
    }

    [Fact]
    public async Task An_event_of_another_kind_is_ignored_without_a_call_to_IMS()
    {
        await _host.DeliverAsync();
        _host.Ims.ClearReceivedCalls();

        Assert.Equal(CallbackOutcome.OtherEvent, await SendEventAsync($$"""{"EventType":"SnapshotComplete","TaskId":"{{TestData.TaskId}}"}"""));
        Assert.Empty(_host.Ims.ReceivedCalls());
    }

    [Fact]
    public async Task A_task_that_IMS_does_not_know_is_foreign()
    {
        _host.Ims.GetWorkflowTaskAsync(default!, default).ThrowsAsyncForAnyArgs(new ImsException("GetWorkflowTask", HttpStatusCode.NotFound, "NotFound", "R"));

        Assert.Equal(CallbackOutcome.ForeignTask, await SendEventAsync());
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest, "Throttling.User")]
    [InlineData(HttpStatusCode.Forbidden, "NoPermission")]
    [InlineData(HttpStatusCode.InternalServerError, "InternalError")]
    public async Task A_refusal_that_does_not_say_whether_IMS_knows_the_task_fails_the_event(HttpStatusCode status, string code)
    {
        _host.Ims.GetWorkflowTaskAsync(default!, default).ThrowsAsyncForAnyArgs(new ImsException("GetWorkflowTask", status, code, "R"));

        var refusal = await Assert.ThrowsAsync<ImsException>(() => SendEventAsync());

        Assert.Equal(code, refusal.Code);
    }

    [Fact]
    public async Task An_event_of_a_task_that_is_not_ours_is_answered_200_so_that_IMS_does_not_send_it_again()
    {
        Assert.Equal(200, await StatusOfAsync(new CallbackAdmission.ForAnyTask(), CallbackOutcome.ForeignTask));
        Assert.Equal(200, await StatusOfAsync(new CallbackAdmission.ForAnyTask(), CallbackOutcome.UnknownRun));
        Assert.Equal(409, await StatusOfAsync(new CallbackAdmission.ForRun(TestData.RunId, 1), CallbackOutcome.ForeignTask));
        Assert.Equal(404, await StatusOfAsync(new CallbackAdmission.ForRun(TestData.RunId, 1), CallbackOutcome.UnknownRun));
    }

    [Fact]
    public async Task Another_body_under_the_same_signature_has_no_effect()
    {
        await _host.DeliverAsync();
        _host.TaskIs("Processing");

        Assert.Equal(CallbackOutcome.NotEnded, await SendEventAsync($$"""{"TaskId":"{{TestData.TaskId}}","Status":"Failed"}"""));
        Assert.Equal(CallbackOutcome.Unreadable, await SendEventAsync("""{"Status":"Succeed"}"""));
        Assert.IsType<WorkflowRun.Started>(await _host.RunAsync());
    }

    private static async Task<int> StatusOfAsync(CallbackAdmission admission, CallbackOutcome outcome)
    {
        var http = new DefaultHttpContext();
        await CallbackReply.SendAsync(http, admission, outcome);
        return http.Response.StatusCode;
    }

    private Task<CallbackOutcome> SendEventAsync(string? body = null) => _host.CallBackAsync(
        TestData.Bytes(body ?? TestData.Sample("callback-enveloped.json")),
        TestData.Callback("/events", Key),
        SignatureOptions.None with { Keys = [Key] });
}
