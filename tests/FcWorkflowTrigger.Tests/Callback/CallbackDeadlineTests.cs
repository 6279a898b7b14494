using FcWorkflowTrigger.Callback;
using FcWorkflowTrigger.Callback.Authentication;
using FcWorkflowTrigger.Cloud.Ims.Models;
using FcWorkflowTrigger.Runs;
using NSubstitute;

namespace FcWorkflowTrigger.Tests.Callback;

/// <summary>IMS waits three seconds, and no longer.</summary>
public sealed class CallbackDeadlineTests
{
    private const string Key = "TestKey001";

    private readonly TestHost _host = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task When_IMS_answers_too_slowly_the_run_is_left_to_the_sweep(bool atItsOwnUrl)
    {
        await _host.DeliverAsync();
        await _host.Ledger.DeleteMarkerAsync(_host.Ledger.Markers.Single(), default);
        ImsHangs();

        var callback = atItsOwnUrl ? _host.CallBackAsync("{}") : TellAsync();
        _host.Time.Advance(CallbackHandler.Limit);

        Assert.Equal(CallbackOutcome.LeftToSweep, await callback);
        Assert.Equal(TestData.RunId, Assert.Single(_host.Ledger.Markers).Run);

        _host.TaskIs("Succeed");
        _host.Time.Advance(TimeSpan.FromHours(1));
        await _host.SweepAsync();
        Assert.IsType<WorkflowRun.Finished>(await _host.RunAsync());
    }

    [Fact]
    public async Task A_task_that_is_not_ours_is_left_to_nobody()
    {
        ImsHangs();

        var callback = TellAsync();
        _host.Time.Advance(CallbackHandler.Limit);

        Assert.Equal(CallbackOutcome.UnknownRun, await callback);
        Assert.Empty(_host.Ledger.Markers);
    }

    [Fact]
    public void All_of_it_together_stays_below_three_seconds() =>
        Assert.True(CallbackBody.Limit + CallbackHandler.Limit < TimeSpan.FromSeconds(3));

    private Task<CallbackOutcome> TellAsync() => _host.CallBackAsync(
        TestData.Bytes(TestData.Sample("callback-flat.json")), TestData.Callback("/events", Key), SignatureOptions.None with { Keys = [Key] });

    private void ImsHangs() => _host.Ims.GetWorkflowTaskAsync(default!, default).ReturnsForAnyArgs(async call =>
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, call.Arg<CancellationToken>());
        return new GetWorkflowTaskResponse(new(TestData.TaskId, "Succeed"));
    });
}
