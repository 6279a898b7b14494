using FcWorkflowTrigger.Cli.Backfill;
using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Tests.Ledger;
using Microsoft.Extensions.Time.Testing;

namespace FcWorkflowTrigger.Tests.Cli;

public sealed class BackfillPaceTests
{
    private readonly FakeTimeProvider _time = new(TestData.Now);
    private readonly InMemoryOss _ledger;

    public BackfillPaceTests() => _ledger = new(_time);

    [Fact]
    public async Task Runs_are_opened_at_the_rate_and_lost_time_is_not_made_up_for()
    {
        var pace = Create(2, maxOpen: null);
        await pace.WaitAsync(_ => { }, default);

        var second = pace.WaitAsync(_ => { }, default);
        Assert.False(second.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.5));
        await second;

        _time.Advance(TimeSpan.FromMinutes(1));
        await pace.WaitAsync(_ => { }, default);
        Assert.False(pace.WaitAsync(_ => { }, default).IsCompleted);
    }

    [Fact]
    public async Task While_too_many_runs_are_open_none_is_opened()
    {
        var marker = new Marker(TestData.RunId, TestData.Now).Key;
        await _ledger.PutAsync(marker, default, default);
        var (pace, told) = (Create(1000, maxOpen: 1), new List<int>());

        var waiting = pace.WaitAsync(told.Add, default);
        Assert.False(waiting.IsCompleted);
        Assert.Equal([1], told);

        await _ledger.DeleteAsync(marker, default);
        _time.Advance(TimeSpan.FromSeconds(5));
        await waiting;

        // The one that was let in counts, until the listing says otherwise.
        await _ledger.PutAsync(marker, default, default);
        Assert.False(pace.WaitAsync(told.Add, default).IsCompleted);
        Assert.Equal([1, 1], told);
    }

    private BackfillPace Create(double perSecond, int? maxOpen) => new(perSecond, maxOpen, _ledger, new Retry(_time, new(new Random(1))), _time);
}
