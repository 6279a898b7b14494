using FcWorkflowTrigger.Callback;
using FcWorkflowTrigger.Services.Ledger.Records;

namespace FcWorkflowTrigger.Tests.Callback;

/// <summary>Once the end of a run is recorded, a callback is answered; its marker goes by itself.</summary>
public sealed class CallbackAnswerTests
{
    private readonly World _world = new();

    [Fact]
    public async Task The_answer_is_there_while_the_deletion_of_the_marker_hangs()
    {
        await _world.DeliverAsync();
        var deletion = new TaskCompletionSource();
        _world.Ledger.Deleting = deletion.Task;

        var callback = _world.CallBackAsync("{}");

        Assert.True(callback.IsCompletedSuccessfully);
        Assert.Equal(CallbackOutcome.Recorded, await callback);
        Assert.Single(_world.Ledger.Markers);

        deletion.SetResult();
        await _world.LooseEnds.WhenAllAsync(default);
        Assert.Empty(_world.Ledger.Markers);
    }

    [Fact]
    public async Task A_deletion_that_fails_fails_nothing_and_the_next_sweep_takes_the_marker_away()
    {
        await _world.DeliverAsync();
        _world.Ledger.Deleting = Task.FromException(new HttpRequestException("reset"));

        Assert.Equal(CallbackOutcome.Recorded, await _world.CallBackAsync("{}"));
        Assert.IsType<DoneRecord>(Assert.IsType<WorkflowRun.Finished>(await _world.RunAsync()).End);
        Assert.Single(_world.Ledger.Markers);
        Assert.Empty(_world.Log.Errors);
        Assert.Empty(_world.Log.Warnings);

        _world.Ledger.Deleting = Task.CompletedTask;
        _world.Time.Advance(TimeSpan.FromMinutes(5));
        await _world.SweepAsync();
        Assert.Empty(_world.Ledger.Markers);
    }

    [Fact]
    public async Task The_deletion_does_not_end_with_its_invocation()
    {
        await _world.DeliverAsync();
        using var invocation = new CancellationTokenSource();
        var deletion = new TaskCompletionSource();
        _world.Ledger.Deleting = deletion.Task;
        var callback = _world.Callbacks(_world.Ims).HandleAsync(
            _world.Admit(Given.Callback(Given.CallbackTarget)), Given.Bytes("{}"), Given.Invocation("callback-1"), invocation.Token);
        Assert.True(callback.IsCompletedSuccessfully);

        await invocation.CancelAsync();
        deletion.SetResult();
        await _world.LooseEnds.WhenAllAsync(default);

        Assert.Empty(_world.Ledger.Markers);
    }

    [Fact]
    public async Task A_sweep_waits_for_the_deletion_and_tells_of_its_failure()
    {
        await _world.DeliverAsync();
        _world.Ledger.Deleting = Task.FromException(new HttpRequestException("reset"));
        _world.Time.Advance(TimeSpan.FromMinutes(5));

        await _world.SweepAsync();

        Assert.Contains($"Run {Given.RunId} could not be checked; the next sweep tries again.", _world.Log.Errors);
    }
}
