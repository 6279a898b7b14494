using FcWorkflowTrigger.Callback;
using FcWorkflowTrigger.Callback.Authentication;
using FcWorkflowTrigger.Cloud.Ims.Models;
using FcWorkflowTrigger.Runs;
using NSubstitute;

namespace FcWorkflowTrigger.Tests.Callback;

/// <summary>IMS waits three seconds for an answer.</summary>
public sealed class CallbackDeadlineTests
{
    private const string Key = "TestKey001";

    private static readonly TimeSpan ImsTimeout = TimeSpan.FromSeconds(3);

    // Only so that a wait without an end fails.
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(30);

    private readonly TestHost _host = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task When_IMS_answers_too_slowly_the_run_is_left_to_the_sweep(bool atItsOwnUrl)
    {
        await _host.DeliverAsync();
        await _host.Ledger.DeleteMarkerAsync(_host.Ledger.Markers.Single(), default);
        ImsHangs();

        var callback = atItsOwnUrl ? _host.CallBackAsync("{}") : SendEventAsync();
        _host.Time.Advance(CallbackHandler.Limit);

        Assert.Equal(CallbackOutcome.LeftToSweep, await callback);
        Assert.Equal(TestData.RunId, Assert.Single(_host.Ledger.Markers).Run);

        _host.TaskIs("Succeed");
        _host.Time.Advance(TimeSpan.FromHours(1));
        await _host.SweepAsync();
        Assert.IsType<WorkflowRun.Finished>(await _host.RunAsync());
    }

    [Fact]
    public async Task A_foreign_task_puts_no_marker()
    {
        ImsHangs();

        var callback = SendEventAsync();
        _host.Time.Advance(CallbackHandler.Limit);

        Assert.Equal(CallbackOutcome.UnknownRun, await callback);
        Assert.Empty(_host.Ledger.Markers);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task When_the_ledger_is_too_slow_as_well_the_callback_fails_while_IMS_still_waits(bool atItsOwnUrl)
    {
        await _host.DeliverAsync();
        using var reads = new SemaphoreSlim(0);
        _host.Ledger.Reading = token =>
        {
            reads.Release();
            return Task.Delay(Timeout.InfiniteTimeSpan, token);
        };

        var callback = atItsOwnUrl ? _host.CallBackAsync("{}") : SendEventAsync();
        Assert.True(await reads.WaitAsync(Hang));
        _host.Time.Advance(CallbackHandler.Limit);
        Assert.True(await reads.WaitAsync(Hang));
        _host.Time.Advance(CallbackHandler.HintLimit);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => callback.WaitAsync(Hang));
    }

    [Fact]
    public void All_of_the_time_limits_together_leave_time_for_the_network() =>
        Assert.InRange(CallbackBody.Limit + CallbackHandler.Limit + CallbackHandler.HintLimit, TimeSpan.Zero, ImsTimeout - TimeSpan.FromSeconds(0.5));

    private Task<CallbackOutcome> SendEventAsync() => _host.CallBackAsync(
        TestData.Bytes(TestData.Sample("callback-flat.json")), TestData.Callback("/events", Key), SignatureOptions.None with { Keys = [Key] });

    private void ImsHangs() => _host.Ims.GetWorkflowTaskAsync(default!, default).ReturnsForAnyArgs(async call =>
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, call.Arg<CancellationToken>());
        return new GetWorkflowTaskResponse(new(TestData.TaskId, "Succeed"));
    });
}
