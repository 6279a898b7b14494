using System.Net;
using FcWorkflowTrigger.Callback;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Runs;

namespace FcWorkflowTrigger.Tests.Callback;

/// <summary>Once the end of a run is recorded, the callback is answered; its marker is deleted in the background.</summary>
public sealed class CallbackAnswerTests
{
    private readonly TestHost _host = new();

    [Fact]
    public async Task The_answer_does_not_wait_for_the_deletion_of_the_marker()
    {
        await _host.DeliverAsync();
        var deletion = new TaskCompletionSource();
        _host.Ledger.Deleting = deletion.Task;

        var callback = _host.CallBackAsync("{}");

        Assert.True(callback.IsCompletedSuccessfully);
        Assert.Equal(CallbackOutcome.Recorded, await callback);
        Assert.Single(_host.Ledger.Markers);

        deletion.SetResult();
        await _host.BackgroundWork.WhenAllAsync(default);
        Assert.Empty(_host.Ledger.Markers);
    }

    [Fact]
    public async Task The_end_has_its_entry_in_the_index_before_the_marker_goes()
    {
        await _host.DeliverAsync();
        var deletion = new TaskCompletionSource();
        _host.Ledger.Deleting = deletion.Task;

        await _host.CallBackAsync("{}");

        Assert.Single(_host.Ledger.Markers);
        Assert.Equal([$"e/{TestData.RunId.UploadHash[0]}/2026112400/{TestData.RunId}-3-succeeded"], _host.Index.Keys);
        deletion.SetResult();
    }

    [Fact]
    public async Task An_entry_that_is_lost_fails_no_callback_and_the_next_sweep_makes_up_for_it()
    {
        await _host.DeliverAsync();
        _host.Index.Refuses = _ => new("PutObject", HttpStatusCode.Forbidden, "AccessDenied", null);

        Assert.Equal(CallbackOutcome.Recorded, await _host.CallBackAsync("{}"));
        await _host.BackgroundWork.WhenAllAsync(default);
        Assert.Empty(_host.Index.Keys);
        Assert.Single(_host.Ledger.Markers);

        _host.Index.Refuses = _ => null;
        _host.Time.Advance(TimeSpan.FromMinutes(5));
        await _host.SweepAsync();
        Assert.Single(_host.Index.Keys, key => key.StartsWith("e/", StringComparison.Ordinal));
        Assert.Empty(_host.Ledger.Markers);
    }

    [Fact]
    public async Task A_deletion_that_fails_does_not_fail_the_callback_and_the_next_sweep_deletes_the_marker()
    {
        await _host.DeliverAsync();
        _host.Ledger.Deleting = Task.FromException(new HttpRequestException("reset"));

        Assert.Equal(CallbackOutcome.Recorded, await _host.CallBackAsync("{}"));
        Assert.IsType<DoneRecord>(Assert.IsType<WorkflowRun.Finished>(await _host.RunAsync()).End);
        Assert.Single(_host.Ledger.Markers);
        Assert.Empty(_host.Log.Errors);
        Assert.Empty(_host.Log.Warnings);

        _host.Ledger.Deleting = Task.CompletedTask;
        _host.Time.Advance(TimeSpan.FromMinutes(5));
        await _host.SweepAsync();
        Assert.Empty(_host.Ledger.Markers);
    }

    [Fact]
    public async Task The_deletion_is_not_canceled_with_its_invocation()
    {
        await _host.DeliverAsync();
        using var invocation = new CancellationTokenSource();
        var deletion = new TaskCompletionSource();
        _host.Ledger.Deleting = deletion.Task;
        var callback = _host.Callbacks(_host.Ims).HandleAsync(
            _host.Admit(TestData.Callback(TestData.CallbackTarget)), TestData.Bytes("{}"), TestData.Invocation("callback-1"), invocation.Token);
        Assert.True(callback.IsCompletedSuccessfully);

        await invocation.CancelAsync();
        deletion.SetResult();
        await _host.BackgroundWork.WhenAllAsync(default);

        Assert.Empty(_host.Ledger.Markers);
    }

    [Fact]
    public async Task A_sweep_waits_for_the_deletion_and_logs_its_failure()
    {
        await _host.DeliverAsync();
        _host.Ledger.Deleting = Task.FromException(new HttpRequestException("reset"));
        _host.Time.Advance(TimeSpan.FromMinutes(5));

        await _host.SweepAsync();

        Assert.Contains($"Run {TestData.RunId} could not be checked; the next sweep tries again.", _host.Log.Errors);
    }
}
