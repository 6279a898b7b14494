using System.Net;
using FcWorkflowTrigger.Callback;
using FcWorkflowTrigger.Services.Ims;
using FcWorkflowTrigger.Services.Ledger.Records;
using FcWorkflowTrigger.Starting;
using NSubstitute.ExceptionExtensions;

namespace FcWorkflowTrigger.Tests.Callback;

public sealed class CallbackHandlerTests
{
    private readonly World _world = new();

    [Theory]
    [InlineData("callback-enveloped.json")]
    [InlineData("callback-flat.json")]
    [InlineData("callback-message-as-text.json")]
    public async Task A_callback_in_any_published_shape_finishes_its_run(string sample)
    {
        await _world.DeliverAsync();

        Assert.Equal(CallbackOutcome.Recorded, await _world.CallBackAsync(Given.Sample(sample)));

        var done = Assert.IsType<DoneRecord>(Assert.IsType<WorkflowRun.Finished>(await _world.RunAsync()).End);
        Assert.Equal(("succeeded", "callback", Given.TaskId), (done.Outcome, done.How, done.Task.TaskId));
        Assert.Empty(_world.Ledger.Markers);
    }

    [Theory]
    [InlineData("Failed", "failed")]
    [InlineData("Canceled", "canceled")]
    public async Task The_outcome_is_what_IMS_says_and_not_what_the_body_says(string status, string outcome)
    {
        await _world.DeliverAsync();
        _world.TaskIs(status);

        await _world.CallBackAsync("""{"Status":"Succeed"}""");

        Assert.Equal(outcome, Assert.IsType<DoneRecord>(Assert.IsType<WorkflowRun.Finished>(await _world.RunAsync()).End).Outcome);
    }

    [Fact]
    public async Task A_callback_before_the_task_has_ended_changes_nothing()
    {
        await _world.DeliverAsync();
        _world.TaskIs("Processing");

        Assert.Equal(CallbackOutcome.NotEnded, await _world.CallBackAsync("""{"Status":"Succeed"}"""));
        Assert.IsType<WorkflowRun.Started>(await _world.RunAsync());
    }

    [Fact]
    public async Task A_forged_callback_is_refused_before_anything_is_read_or_asked()
    {
        await _world.DeliverAsync();

        Assert.Equal(CallbackOutcome.Forged, await _world.CallBackAsync("{}", mac: "AAAAAAAAAAAAAAAAAAAAAA"));
        Assert.Equal(CallbackOutcome.Forged, await _world.CallBackAsync("{}", generation: 2, mac: Given.Capability.Of(Given.RunId, 1)));
        Assert.IsType<WorkflowRun.Started>(await _world.RunAsync());
    }

    [Fact]
    public async Task A_callback_for_a_run_that_is_not_in_the_ledger_is_refused() =>
        Assert.Equal(CallbackOutcome.UnknownRun, await _world.CallBackAsync("{}"));

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"MessageBody\":\"not json\"}")]
    public async Task A_body_that_is_no_object_is_refused(string body)
    {
        await _world.DeliverAsync();

        Assert.Equal(CallbackOutcome.Unreadable, await _world.CallBackAsync(body));
    }

    [Fact]
    public async Task A_duplicate_is_answered_well_and_changes_nothing()
    {
        await _world.DeliverAsync();
        await _world.CallBackAsync("{}");
        var before = (await _world.RunAsync()).Log.Records.Count;

        Assert.Equal(CallbackOutcome.Recorded, await _world.CallBackAsync("{}"));
        Assert.Equal(before, (await _world.RunAsync()).Log.Records.Count);
    }

    [Fact]
    public async Task Simultaneous_callbacks_record_one_end()
    {
        await _world.DeliverAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => _world.CallBackAsync("{}"))));

        Assert.All(outcomes, outcome => Assert.Equal(CallbackOutcome.Recorded, outcome));
        Assert.Single((await _world.RunAsync()).Log.Records.OfType<DoneRecord>());
    }

    [Fact]
    public async Task A_callback_tells_of_a_start_whose_reply_was_lost()
    {
        _world.Ims.StartWorkflowAsync(default!, default, default).ThrowsAsyncForAnyArgs(new HttpRequestException(HttpRequestError.ResponseEnded));
        await _world.DeliverAsync();

        Assert.Equal(CallbackOutcome.Recorded, await _world.CallBackAsync($$"""{"TaskId":"{{Given.TaskId}}"}"""));
        Assert.Equal("callback", (await _world.RunAsync()).Log.Records.OfType<StartedRecord>().Single().How);
        Assert.Equal(Given.RunId, await _world.Ledger.FindByTaskAsync(Given.TaskId, default));
    }

    [Fact]
    public async Task A_task_of_another_run_is_refused_even_under_a_good_URL()
    {
        await _world.DeliverAsync();
        _world.TaskIs("Succeed", UserData.For(Given.CallbackBase, RunId.Of(Given.Upload("other"), "video"), 1, Given.Capability));

        Assert.Equal(CallbackOutcome.ForeignTask, await _world.CallBackAsync("{}"));
        Assert.IsType<WorkflowRun.Started>(await _world.RunAsync());
    }

    [Fact]
    public async Task A_task_IMS_does_not_know_is_refused()
    {
        await _world.DeliverAsync();
        _world.Ims.GetWorkflowTaskAsync(default!, default).ThrowsAsyncForAnyArgs(new ImsException("GetWorkflowTask", HttpStatusCode.NotFound, "NotFound", "R"));

        Assert.Equal(CallbackOutcome.ForeignTask, await _world.CallBackAsync("{}"));
    }

    [Fact]
    public async Task When_IMS_cannot_be_asked_the_callback_fails_and_the_run_stays_open()
    {
        await _world.DeliverAsync();
        _world.Ims.GetWorkflowTaskAsync(default!, default).ThrowsAsyncForAnyArgs(new HttpRequestException("reset"));

        await Assert.ThrowsAsync<HttpRequestException>(() => _world.CallBackAsync("{}"));
        Assert.IsType<WorkflowRun.Started>(await _world.RunAsync());
    }
}
