using System.Net;
using FcWorkflowTrigger.Callback;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Runs.Start;
using FcWorkflowTrigger.Uploads;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace FcWorkflowTrigger.Tests.Callback;

public sealed class CallbackHandlerTests
{
    private readonly TestHost _host = new();

    [Theory]
    [InlineData("callback-enveloped.json")]
    [InlineData("callback-flat.json")]
    [InlineData("callback-message-as-text.json")]
    public async Task A_callback_in_any_published_shape_finishes_its_run(string sample)
    {
        await _host.DeliverAsync();

        Assert.Equal(CallbackOutcome.Recorded, await _host.CallBackAsync(TestData.Sample(sample)));

        var done = Assert.IsType<DoneRecord>(Assert.IsType<WorkflowRun.Finished>(await _host.RunAsync()).End);
        Assert.Equal(("succeeded", "callback", TestData.TaskId), (done.Outcome, done.How, done.Task.TaskId));
        Assert.Empty(_host.Ledger.Markers);
    }

    [Theory]
    [InlineData("Failed", "failed")]
    [InlineData("Canceled", "canceled")]
    public async Task The_outcome_is_what_IMS_says_and_not_what_the_body_says(string status, string outcome)
    {
        await _host.DeliverAsync();
        _host.TaskIs(status);

        await _host.CallBackAsync("""{"Status":"Succeed"}""");

        Assert.Equal(outcome, Assert.IsType<DoneRecord>(Assert.IsType<WorkflowRun.Finished>(await _host.RunAsync()).End).Outcome);
    }

    [Fact]
    public async Task A_callback_before_the_task_has_ended_changes_nothing()
    {
        await _host.DeliverAsync();
        _host.TaskIs("Processing");

        Assert.Equal(CallbackOutcome.NotEnded, await _host.CallBackAsync("""{"Status":"Succeed"}"""));
        Assert.IsType<WorkflowRun.Started>(await _host.RunAsync());
    }

    [Fact]
    public async Task A_forged_callback_is_refused_before_anything_is_read_or_asked()
    {
        await _host.DeliverAsync();
        var reads = _host.Ledger.Reads;
        var body = $$"""{"TaskId":"{{TestData.TaskId}}"}""";

        Assert.Equal(CallbackOutcome.Forged, await _host.CallBackAsync(body, mac: "AAAAAAAAAAAAAAAAAAAAAA"));
        Assert.Equal(CallbackOutcome.Forged, await _host.CallBackAsync(body, generation: 2, mac: TestData.Capability.Compute(TestData.RunId, 1)));
        Assert.Equal(CallbackOutcome.Forged, await _host.CallBackAsync("not even JSON", mac: "AAAAAAAAAAAAAAAAAAAAAA"));
        Assert.Equal(reads, _host.Ledger.Reads);
        await _host.Ims.DidNotReceiveWithAnyArgs().GetWorkflowTaskAsync(default!, default);
        Assert.IsType<WorkflowRun.Started>(await _host.RunAsync());
    }

    [Fact]
    public async Task A_callback_for_a_run_that_is_not_in_the_ledger_is_refused() =>
        Assert.Equal(CallbackOutcome.UnknownRun, await _host.CallBackAsync("{}"));

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"MessageBody\":\"not json\"}")]
    public async Task A_body_that_is_not_an_object_is_refused(string body)
    {
        await _host.DeliverAsync();

        Assert.Equal(CallbackOutcome.Unreadable, await _host.CallBackAsync(body));
    }

    [Fact]
    public async Task A_duplicate_callback_succeeds_and_changes_nothing()
    {
        await _host.DeliverAsync();
        await _host.CallBackAsync("{}");
        var before = (await _host.RunAsync()).History.Records.Count;

        Assert.Equal(CallbackOutcome.Recorded, await _host.CallBackAsync("{}"));
        Assert.Equal(before, (await _host.RunAsync()).History.Records.Count);
    }

    [Fact]
    public async Task Simultaneous_callbacks_record_one_end()
    {
        await _host.DeliverAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => _host.CallBackAsync("{}"))));

        Assert.All(outcomes, outcome => Assert.Equal(CallbackOutcome.Recorded, outcome));
        Assert.Single((await _host.RunAsync()).History.Records.OfType<DoneRecord>());
    }

    [Fact]
    public async Task A_callback_records_a_start_whose_reply_was_lost()
    {
        _host.Ims.StartWorkflowAsync(default!, default, default).ThrowsAsyncForAnyArgs(new HttpRequestException(HttpRequestError.ResponseEnded));
        await _host.DeliverAsync();

        Assert.Equal(CallbackOutcome.Recorded, await _host.CallBackAsync($$"""{"TaskId":"{{TestData.TaskId}}"}"""));
        Assert.Equal("callback", (await _host.RunAsync()).History.Records.OfType<StartedRecord>().Single().How);
        Assert.Equal(TestData.RunId, await _host.Ledger.FindByTaskAsync(TestData.TaskId, default));
    }

    [Fact]
    public async Task A_task_of_another_run_is_refused_even_under_a_good_URL()
    {
        await _host.DeliverAsync();
        _host.TaskIs("Succeed", UserData.For(TestData.CallbackBase, RunId.Create(TestData.Upload("other"), "video"), 1, TestData.Capability));

        Assert.Equal(CallbackOutcome.ForeignTask, await _host.CallBackAsync("{}"));
        Assert.IsType<WorkflowRun.Started>(await _host.RunAsync());
    }

    [Fact]
    public async Task A_task_IMS_does_not_know_is_refused()
    {
        await _host.DeliverAsync();
        _host.Ims.GetWorkflowTaskAsync(default!, default).ThrowsAsyncForAnyArgs(new ImsException("GetWorkflowTask", HttpStatusCode.NotFound, "NotFound", "R"));

        Assert.Equal(CallbackOutcome.ForeignTask, await _host.CallBackAsync("{}"));
    }

    [Fact]
    public async Task When_IMS_does_not_answer_the_callback_fails_and_the_run_stays_open()
    {
        await _host.DeliverAsync();
        _host.Ims.GetWorkflowTaskAsync(default!, default).ThrowsAsyncForAnyArgs(new HttpRequestException("reset"));

        await Assert.ThrowsAsync<HttpRequestException>(() => _host.CallBackAsync("{}"));
        Assert.IsType<WorkflowRun.Started>(await _host.RunAsync());
    }
}
