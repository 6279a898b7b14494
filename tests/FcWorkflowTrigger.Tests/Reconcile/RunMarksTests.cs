using System.Net;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Reconcile;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Runs.Start;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Tests.Reconcile;

/// <summary>Exactly the parked runs are marked as parked, whichever way they go on.</summary>
public sealed class RunMarksTests
{
    private static readonly string Mark = LedgerKeys.Parked(TestData.RunId);

    private readonly TestHost _host = new(TestData.StartOptions with { Policy = StartPolicy.Park });

    [Fact]
    public async Task A_run_that_is_parked_is_marked()
    {
        await _host.ParkAsync();

        Assert.Equal([Mark], _host.Marks);
    }

    [Fact]
    public async Task A_mark_that_cannot_be_checked_fails_no_sweep_and_is_logged_as_a_warning()
    {
        await _host.ParkAsync();
        _host.Time.Advance(TimeSpan.FromMinutes(2));
        _host.Ledger.Reading = _ => Task.FromException(new HttpRequestException("reset"));

        await _host.SweepAsync();

        Assert.Contains($"Whether run {TestData.RunId} is still parked could not be checked; a later sweep tries again.", _host.Log.Warnings);
        Assert.Equal([Mark], _host.Marks);
    }

    [Fact]
    public async Task A_sweep_checks_eight_marks_and_leaves_the_others_to_the_next()
    {
        foreach (var number in Enumerable.Range(0, 10))
        {
            await _host.Index.PutAsync(LedgerKeys.Parked(RunId.Create(TestData.Upload($"uploads/{number}.mp4"), "video")), "{}"u8.ToArray(), default);
        }

        _host.Time.Advance(TimeSpan.FromMinutes(2));
        await _host.SweepAsync();
        Assert.Equal(2, _host.Marks.Count());

        _host.Time.Advance(TimeSpan.FromMinutes(5));
        await _host.SweepAsync();
        Assert.Empty(_host.Marks);
    }

    [Theory]
    [InlineData("resume")]
    [InlineData("cancel")]
    public async Task A_run_that_an_operator_decides_about_is_marked_no_longer(string action)
    {
        await _host.ParkAsync();

        await _host.ReconcileAsync($$"""{"run":"{{TestData.RunId}}","action":"{{action}}"}""");

        Assert.DoesNotContain(Mark, _host.Marks);
    }

    /// <summary>Deleted later, it could be the mark of a run that is parked again.</summary>
    [Fact]
    public async Task The_mark_is_gone_before_a_resumed_run_goes_on()
    {
        await _host.ParkAsync();
        bool? isMarked = null;
        _host.Ledger.Appending = record =>
        {
            isMarked ??= record is ClaimRecord && _host.Marks.Contains(Mark);
            return Task.CompletedTask;
        };

        await _host.ReconcileAsync($$"""{"run":"{{TestData.RunId}}","action":"resume"}""");

        Assert.False(isMarked);
    }

    [Fact]
    public async Task A_run_that_another_process_parks_again_during_a_resume_keeps_its_mark()
    {
        await _host.ParkAsync();
        var parked = await _host.RunAsync();
        _host.Ledger.Appending = async _ =>
        {
            _host.Ledger.Appending = _ => Task.CompletedTask;
            var resumed = await _host.Journal.TryRecordAsync(parked, ((WorkflowRun.Parked)parked).Claim, TestData.Invocation("other"), default);
            await _host.Journal.TryRecordAsync(resumed!, new ParkRecord { Reason = ParkRecord.StartUnknown }, TestData.Invocation("other"), default);
        };

        var failure = await Assert.ThrowsAsync<DecisionException>(() => _host.ReconcileAsync($$"""{"run":"{{TestData.RunId}}","action":"resume"}"""));

        Assert.StartsWith("RUN-MOVED: ", failure.Message, StringComparison.Ordinal);
        Assert.IsType<WorkflowRun.Parked>(await _host.RunAsync());
        Assert.Equal([Mark], _host.Marks);
    }

    [Fact]
    public async Task A_run_that_its_callback_ends_is_marked_no_longer()
    {
        await _host.ParkAsync();

        await _host.CallBackAsync($$"""{"TaskId":"{{TestData.TaskId}}"}""");
        await _host.BackgroundWork.WhenAllAsync(default);

        Assert.IsType<WorkflowRun.Finished>(await _host.RunAsync());
        Assert.Equal([$"e/{TestData.RunId.UploadHash[0]}/2026112400/{TestData.RunId}-4-succeeded"], _host.Marks);
    }

    [Fact]
    public async Task A_parked_run_that_its_callback_ends_has_a_marker_before_the_end_is_recorded()
    {
        await _host.ParkAsync();
        _host.Index.Refuses = _ => new("PutObject", HttpStatusCode.Forbidden, "AccessDenied", null);
        var markers = new List<int>();
        _host.Ledger.Appending = _ =>
        {
            markers.Add(_host.Ledger.Markers.Count);
            return Task.CompletedTask;
        };

        await _host.CallBackAsync($$"""{"TaskId":"{{TestData.TaskId}}"}""");
        await _host.BackgroundWork.WhenAllAsync(default);

        Assert.Equal([1, 1], markers);
        _host.Index.Refuses = _ => null;
        _host.Time.Advance(TimeSpan.FromHours(1));
        await _host.SweepAsync();
        Assert.Single(_host.Marks, key => key.StartsWith("e/", StringComparison.Ordinal));
        Assert.DoesNotContain(Mark, _host.Marks);
        Assert.Empty(_host.Ledger.Markers);
    }

    [Fact]
    public async Task A_mark_that_a_frozen_process_puts_late_is_taken_away_by_a_sweep()
    {
        await _host.DeliverAsync();
        await _host.CallBackAsync("{}");
        await PutMarkAndSweepAsync(TimeSpan.FromMinutes(5));

        Assert.DoesNotContain(Mark, _host.Marks);
    }

    [Fact]
    public async Task A_mark_is_checked_once_it_is_two_minutes_old()
    {
        await _host.DeliverAsync();
        await _host.CallBackAsync("{}");

        await PutMarkAndSweepAsync(TimeSpan.FromMinutes(2));

        Assert.DoesNotContain(Mark, _host.Marks);
    }

    /// <summary>The run may be parked again before its mark is gone.</summary>
    [Fact]
    public async Task A_run_that_is_parked_no_longer_has_a_marker_before_its_mark_goes()
    {
        await _host.DeliverAsync();

        foreach (var marker in _host.Ledger.Markers.ToArray())
        {
            await _host.Ledger.DeleteMarkerAsync(marker, default);
        }

        await PutMarkAndSweepAsync(TimeSpan.FromMinutes(5));

        Assert.DoesNotContain(Mark, _host.Marks);
        Assert.Single(_host.Ledger.Markers);
    }

    [Fact]
    public async Task A_run_that_is_parked_again_while_its_mark_is_checked_keeps_the_mark()
    {
        await _host.ParkAsync();
        var parked = (WorkflowRun.Parked)await _host.RunAsync();
        var resumed = await _host.Journal.TryRecordAsync(parked, parked.Claim, TestData.Invocation("other"), default);
        _host.Index.Deleting = async _ =>
        {
            _host.Index.Deleting = _ => Task.CompletedTask;
            await _host.Journal.TryRecordAsync(resumed!, new ParkRecord { Reason = ParkRecord.StartUnknown }, TestData.Invocation("other"), default);
        };
        _host.Time.Advance(TimeSpan.FromMinutes(5));

        await _host.SweepAsync();

        Assert.Contains(Mark, _host.Marks);
    }

    [Fact]
    public async Task A_mark_that_was_just_put_is_left_alone()
    {
        await _host.DeliverAsync();
        await PutMarkAndSweepAsync(TimeSpan.FromMinutes(1));

        Assert.Contains(Mark, _host.Marks);
    }

    [Fact]
    public async Task The_mark_of_a_parked_run_outlives_every_sweep()
    {
        await _host.ParkAsync();
        _host.Time.Advance(TimeSpan.FromDays(3));

        await _host.SweepAsync();

        Assert.Equal([Mark], _host.Marks);
    }

    [Fact]
    public async Task With_many_parked_runs_every_mark_is_checked_within_some_sweeps()
    {
        var lost = Enumerable.Range(0, 30).Select(number => LedgerKeys.Parked(RunId.Create(TestData.Upload(requestId: $"upload {number}"), "video"))).ToArray();

        foreach (var mark in lost)
        {
            await _host.Index.PutAsync(mark, "{}"u8.ToArray(), default);
        }

        for (var sweep = 0; sweep < 8; sweep++)
        {
            _host.Time.Advance(TimeSpan.FromMinutes(5));
            await _host.SweepAsync();
        }

        Assert.Empty(_host.Marks);
    }

    private async Task PutMarkAndSweepAsync(TimeSpan later)
    {
        await _host.Index.PutAsync(Mark, "{}"u8.ToArray(), default);
        _host.Time.Advance(later);
        await _host.SweepAsync();
    }
}
