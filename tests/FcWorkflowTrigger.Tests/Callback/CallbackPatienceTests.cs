using FcWorkflowTrigger.Callback;
using FcWorkflowTrigger.Services.Ims;
using FcWorkflowTrigger.Settings;
using NSubstitute;

namespace FcWorkflowTrigger.Tests.Callback;

/// <summary>IMS waits three seconds, and no longer.</summary>
public sealed class CallbackPatienceTests
{
    private const string Key = "TestKey001";

    private readonly World _world = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task When_IMS_answers_too_slowly_the_run_is_left_to_the_sweep(bool atItsOwnUrl)
    {
        await _world.DeliverAsync();
        await _world.Ledger.DeleteMarkerAsync(_world.Ledger.Markers.Single(), default);
        ImsHangs();

        var callback = atItsOwnUrl ? _world.CallBackAsync("{}") : TellAsync();
        _world.Time.Advance(CallbackHandler.Limit);

        Assert.Equal(CallbackOutcome.LeftToSweep, await callback);
        Assert.Equal(Given.RunId, Assert.Single(_world.Ledger.Markers).Run);

        _world.TaskIs("Succeed");
        _world.Time.Advance(TimeSpan.FromHours(1));
        await _world.SweepAsync();
        Assert.IsType<WorkflowRun.Finished>(await _world.RunAsync());
    }

    [Fact]
    public async Task A_task_that_is_not_ours_is_left_to_nobody()
    {
        ImsHangs();

        var callback = TellAsync();
        _world.Time.Advance(CallbackHandler.Limit);

        Assert.Equal(CallbackOutcome.UnknownRun, await callback);
        Assert.Empty(_world.Ledger.Markers);
    }

    [Fact]
    public void All_of_it_together_stays_below_three_seconds() =>
        Assert.True(CallbackBody.Limit + CallbackHandler.Limit < TimeSpan.FromSeconds(3));

    private Task<CallbackOutcome> TellAsync() => _world.CallBackAsync(
        Given.Bytes(Given.Sample("callback-flat.json")), Given.Callback("/events", Key), SignatureSettings.None with { Keys = [Key] });

    private void ImsHangs() => _world.Ims.GetWorkflowTaskAsync(default!, default).ReturnsForAnyArgs(async call =>
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, call.Arg<CancellationToken>());
        return new GetWorkflowTaskResponse(new(Given.TaskId, "Succeed"));
    });
}
