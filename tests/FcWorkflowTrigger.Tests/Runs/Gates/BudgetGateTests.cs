using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Runs.Gates;
using FcWorkflowTrigger.Tests.Ledger;
using FcWorkflowTrigger.Uploads;
using Microsoft.Extensions.Time.Testing;

namespace FcWorkflowTrigger.Tests.Runs.Gates;

/// <summary>Processes that crowd, die or stand still at the gate.</summary>
public sealed class BudgetGateTests
{
    private readonly FakeTimeProvider _time = new(TestData.Now);
    private readonly InMemoryOss _oss;
    private readonly Permits _permits;
    private readonly RunJournal _journal;

    public BudgetGateTests()
    {
        _oss = new(_time);
        _permits = new(_oss, new Retry(_time, new(new Random(1))));
        _journal = new(new InMemoryRunLedger(_time), _time);
    }

    [Fact]
    public async Task Of_many_processes_that_crowd_no_more_are_let_in_than_the_budget_allows()
    {
        var runs = await Task.WhenAll(Enumerable.Range(0, 24).Select(ClaimAsync));

        var verdicts = await Task.WhenAll(runs.Select(run => Task.Run(() => Gate(new(Concurrent: 3)).EnterAsync(run, default))));

        Assert.InRange(verdicts.Count(verdict => verdict is GateVerdict.Open), 0, 3);
        Assert.Equal(verdicts.Count(verdict => verdict is GateVerdict.Open), _oss.Keys.Count);
    }

    [Fact]
    public async Task Within_one_process_as_many_are_let_in_as_the_budget_allows()
    {
        var gate = Gate(new(Concurrent: 3));
        var runs = await Task.WhenAll(Enumerable.Range(0, 8).Select(ClaimAsync));

        var verdicts = await Task.WhenAll(runs.Select(run => Task.Run(() => gate.EnterAsync(run, default))));

        Assert.Equal(3, verdicts.Count(verdict => verdict is GateVerdict.Open));
    }

    [Fact]
    public async Task Of_two_that_came_together_the_one_in_front_looks_again_and_is_let_in()
    {
        // At the same moment, so that the order of keys is the order of runs.
        var runs = (await Task.WhenAll(ClaimAsync(1), ClaimAsync(2))).OrderBy(KeyOf, StringComparer.Ordinal).ToArray();
        await _permits.PutAsync([KeyOf(runs[1])], default);

        var entering = Gate(TestData.Rules(TestData.Rule with { Budget = new(Concurrent: 1) }), _time).EnterAsync(runs[0], default);
        Assert.False(entering.IsCompleted);
        await _permits.DeleteAsync([KeyOf(runs[1])], default);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.IsType<GateVerdict.Open>(await entering);
    }

    [Fact]
    public async Task Where_the_rest_is_refused_the_one_in_front_of_a_burst_waits_however_long_those_behind_stay()
    {
        var runs = (await Task.WhenAll(ClaimAsync(1), ClaimAsync(2))).OrderBy(KeyOf, StringComparer.Ordinal).ToArray();
        await _permits.PutAsync([KeyOf(runs[1])], default);

        Assert.IsType<GateVerdict.Waits>(await Gate(new(Concurrent: 1, Over: RuleChoices.Refuse)).EnterAsync(runs[0], default));
        Assert.Equal([KeyOf(runs[1])], _oss.Keys);
    }

    [Fact]
    public async Task While_one_waits_to_look_again_another_of_its_process_has_the_turn()
    {
        var runs = (await Task.WhenAll(ClaimAsync(1), ClaimAsync(2), ClaimAsync(3))).OrderBy(KeyOf, StringComparer.Ordinal).ToArray();
        var gate = Gate(TestData.Rules(TestData.Rule with { Budget = new(Concurrent: 1) }), _time);
        await _permits.PutAsync([KeyOf(runs[1])], default);
        var looking = gate.EnterAsync(runs[0], default);

        var other = gate.EnterAsync(runs[2], default);

        Assert.False(looking.IsCompleted);
        Assert.IsType<GateVerdict.Waits>(await other);
    }

    [Fact]
    public async Task Whoever_is_canceled_before_his_turn_asks_for_nothing()
    {
        using var canceled = new CancellationTokenSource();
        await canceled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Gate(new(Concurrent: 1)).EnterAsync(await ClaimAsync(1), canceled.Token));

        Assert.Empty(_oss.Keys);
    }

    [Fact]
    public async Task A_run_whose_permit_is_gone_is_not_in_front()
    {
        var run = await ClaimAsync(1);
        var permit = new Permit(KeyOf(run), run.Id, 1, TestData.Now);
        var limit = new Limit("bn/r-video/", 1, "concurrent 1", Refuses: false);

        Assert.True(new PermitCount(limit, [permit]).IsInFront(run.Id));
        Assert.False(new PermitCount(limit, []).IsInFront(run.Id));
    }

    [Fact]
    public async Task A_process_that_stood_still_past_its_lease_cannot_take_away_its_successors_place()
    {
        var stale = await ClaimAsync(1);
        var left = Assert.IsType<GateVerdict.Open>(await Gate(new(Concurrent: 1)).EnterAsync(stale, default));
        var successor = await TakeOverAsync(stale);
        var entry = Assert.IsType<GateVerdict.Open>(await Gate(new(Concurrent: 1)).EnterAsync(successor, default));

        await _permits.DeleteAsync(left.Permits!, default);

        Assert.Equal([KeyOf(successor)], entry.Permits);
        Assert.Equal([KeyOf(successor)], _oss.Keys);
        Assert.IsType<GateVerdict.Waits>(await Gate(new(Concurrent: 1)).EnterAsync(await ClaimAsync(2), default));
    }

    [Fact]
    public async Task Places_left_by_processes_that_died_between_putting_and_counting_do_not_block_each_other()
    {
        var (one, other) = (await ClaimAsync(1), await ClaimAsync(2));
        await _permits.PutAsync([KeyOf(one), KeyOf(other)], default);
        _time.Advance(TimeSpan.FromMinutes(5));
        var gate = Gate(new(Concurrent: 1));

        Assert.True(await gate.MayEnterAsync(one, default));
        var first = await gate.EnterAsync(await TakeOverAsync(one), default);
        Assert.True(await gate.MayEnterAsync(other, default));
        var second = await gate.EnterAsync(await TakeOverAsync(other), default);

        Assert.Single(new[] { first, second }, verdict => verdict is GateVerdict.Open);
    }

    [Theory]
    [InlineData(50, false)]
    [InlineData(70, true)]
    public async Task A_permit_put_after_its_run_had_ended_is_taken_away_once_it_is_an_hour_old(int minutes, bool opens)
    {
        var ended = await ClaimAsync(1);
        await _journal.TryRecordAsync(ended, new CancelRecord { Reason = CancelRecord.ByOperator }, TestData.Invocation(), default);
        await _permits.PutAsync([KeyOf(ended)], default);
        _time.Advance(TimeSpan.FromMinutes(minutes));

        Assert.Equal(opens, await Gate(new(Concurrent: 1)).MayEnterAsync(await ClaimAsync(2), default));
    }

    [Fact]
    public async Task All_permits_of_a_run_that_ended_are_taken_away_together()
    {
        var ended = await ClaimAsync(1);
        var later = await TakeOverAsync(ended);
        await _journal.TryRecordAsync(later, new CancelRecord { Reason = CancelRecord.ByOperator }, TestData.Invocation(), default);
        await _permits.PutAsync([KeyOf(ended)], default);
        _time.Advance(TimeSpan.FromMinutes(70));
        await _permits.PutAsync([KeyOf(later)], default);

        Assert.True(await Gate(new(Concurrent: 1)).MayEnterAsync(await ClaimAsync(2), default));
        Assert.Empty(_oss.Keys);
    }

    [Fact]
    public async Task Whoever_still_sees_a_resumed_run_parked_does_not_take_its_new_place()
    {
        var first = await ClaimAsync(1);
        var parked = await _journal.TryRecordAsync(first, new ParkRecord { Reason = ParkRecord.StartOverdue }, TestData.Invocation(), default);
        var resumed = (await _journal.TryRecordAsync(parked!, first.Claim, TestData.Invocation(), default))!;
        await _permits.PutAsync([KeyOf(first), KeyOf(resumed)], default);

        await new PermitReleaser(_permits).ReleaseAsync(parked!, default);

        Assert.Equal([KeyOf(resumed)], _oss.Keys);
    }

    [Fact]
    public async Task A_place_of_a_run_that_goes_on_is_never_taken_away_however_old()
    {
        await _permits.PutAsync([KeyOf(await ClaimAsync(1))], default);
        _time.Advance(TimeSpan.FromDays(30));

        Assert.False(await Gate(new(Concurrent: 1)).MayEnterAsync(await ClaimAsync(2), default));
    }

    [Fact]
    public async Task A_budget_raised_by_a_deployment_lets_waiting_runs_go()
    {
        await Gate(new(Concurrent: 1)).EnterAsync(await ClaimAsync(1), default);
        var waiting = await ClaimAsync(2);
        Assert.False(await Gate(new(Concurrent: 1)).MayEnterAsync(waiting, default));

        Assert.True(await Gate(new(Concurrent: 2)).MayEnterAsync(waiting, default));
    }

    [Fact]
    public async Task A_rule_that_is_gone_leaves_only_the_budget_of_all()
    {
        var gone = new RuleSet([TestData.Rule with { Name = "another", Budget = new(Concurrent: 1) }], []) { Budget = new(RunsPerDay: 1) };

        var entry = Assert.IsType<GateVerdict.Open>(await Gate(gone).EnterAsync(await ClaimAsync(1), default));

        Assert.StartsWith("bd/20261124/all/", Assert.Single(entry.Permits!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_budget_is_remembered_for_moments_and_no_longer()
    {
        var (first, waiting, gate) = (await ClaimAsync(1), await ClaimAsync(2), Gate(new(Concurrent: 1)));
        await gate.EnterAsync(first, default);
        Assert.False(await gate.MayEnterAsync(waiting, default));
        await _permits.DeleteAsync([KeyOf(first)], default);
        var before = _oss.Requests;

        Assert.False(await gate.MayEnterAsync(waiting, default));
        Assert.Equal(before, _oss.Requests);
        _time.Advance(TimeSpan.FromSeconds(6));

        Assert.True(await gate.MayEnterAsync(waiting, default));
    }

    private static string KeyOf(WorkflowRun run) => LedgerKeys.NowPermits("r-video") + Permit.NameOf(run.Id, run.Epoch);

    private BudgetGate Gate(RuleBudget budget) => Gate(TestData.Rules(TestData.Rule with { Budget = budget }));

    private BudgetGate Gate(RuleSet rules, TimeProvider? clock = null) =>
        new(new(rules, _time), new(_permits, _journal, _time), _permits, clock ?? new ImmediateTimeProvider(_time));

    private async Task<WorkflowRun.Claimed> ClaimAsync(int number)
    {
        var upload = TestData.Upload($"uploads/{number}.mp4");
        var unclaimed = new WorkflowRun.Unclaimed(RunHistory.Empty(RunId.Create(upload, TestData.Rule.Name)));
        return (WorkflowRun.Claimed)(await _journal.TryRecordAsync(unclaimed, TestData.Claim() with { Src = ClaimSource.From(upload) }, TestData.Invocation(), default))!;
    }

    private async Task<WorkflowRun.Claimed> TakeOverAsync(WorkflowRun.Claimed run) =>
        (WorkflowRun.Claimed)(await _journal.TryRecordAsync(run, run.Claim, TestData.Invocation(), default))!;
}
