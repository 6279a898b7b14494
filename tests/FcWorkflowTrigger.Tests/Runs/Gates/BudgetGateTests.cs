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

/// <summary>Processes that enter the gate at the same time, die or are frozen.</summary>
public sealed class BudgetGateTests
{
    private readonly FakeTimeProvider _time = new(TestData.Now);
    private readonly InMemoryOss _oss;
    private readonly Permits _permits;
    private readonly InMemoryRunLedger _ledger;
    private readonly RunJournal _journal;

    public BudgetGateTests()
    {
        _ledger = new(_time);
        _oss = new(_time);
        _permits = new(_oss, new Retry(_time, new(new Random(1))));
        _journal = new(_ledger, _time);
    }

    [Fact]
    public async Task Many_simultaneous_processes_admit_no_more_runs_than_the_budget_allows()
    {
        var runs = await Task.WhenAll(Enumerable.Range(0, 24).Select(ClaimAsync));

        var verdicts = await Task.WhenAll(runs.Select(run => Task.Run(() => Gate(new(Concurrent: 3)).EnterAsync(run, default))));

        var admitted = verdicts.Count(verdict => verdict is GateVerdict.Open);
        Assert.InRange(admitted, 0, 3);
        Assert.Equal(admitted, _oss.Keys.Count);

        // All may have withdrawn before each other. One after the other, those that wait fill the budget.
        foreach (var (run, _) in runs.Zip(verdicts).Where(one => one.Second is GateVerdict.Waits))
        {
            admitted += await Gate(new(Concurrent: 3)).EnterAsync(run, default) is GateVerdict.Open ? 1 : 0;
        }

        Assert.Equal(3, admitted);
        Assert.Equal(3, _oss.Keys.Count);
    }

    [Fact]
    public async Task One_process_admits_as_many_runs_as_the_budget_allows()
    {
        var gate = Gate(new(Concurrent: 3));
        var runs = await Task.WhenAll(Enumerable.Range(0, 8).Select(ClaimAsync));

        var verdicts = await Task.WhenAll(runs.Select(run => Task.Run(() => gate.EnterAsync(run, default))));

        Assert.Equal(3, verdicts.Count(verdict => verdict is GateVerdict.Open));
    }

    [Fact]
    public async Task Of_two_simultaneous_runs_the_run_in_front_counts_again_and_is_admitted()
    {
        // Both claims have the same time, so that the order of keys is the order of runs.
        var runs = (await Task.WhenAll(ClaimAsync(1), ClaimAsync(2))).OrderBy(KeyOf, StringComparer.Ordinal).ToArray();
        await _permits.PutAsync([KeyOf(runs[1])], default);

        var entering = Gate(TestData.Rules(TestData.Rule with { Budget = new(Concurrent: 1) }), _time).EnterAsync(runs[0], default);
        Assert.False(entering.IsCompleted);
        await _permits.DeleteAsync([KeyOf(runs[1])], default);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.IsType<GateVerdict.Open>(await entering);
    }

    [Fact]
    public async Task When_runs_over_the_limit_are_refused_the_run_in_front_waits_while_others_stay_behind_it()
    {
        var runs = (await Task.WhenAll(ClaimAsync(1), ClaimAsync(2))).OrderBy(KeyOf, StringComparer.Ordinal).ToArray();
        await _permits.PutAsync([KeyOf(runs[1])], default);

        Assert.IsType<GateVerdict.Waits>(await Gate(new(Concurrent: 1, Over: RuleChoices.Refuse)).EnterAsync(runs[0], default));
        Assert.Equal([KeyOf(runs[1])], _oss.Keys);
    }

    [Fact]
    public async Task While_one_run_waits_to_count_again_another_run_of_its_process_may_enter()
    {
        var runs = (await Task.WhenAll(ClaimAsync(1), ClaimAsync(2), ClaimAsync(3))).OrderBy(KeyOf, StringComparer.Ordinal).ToArray();
        var gate = Gate(TestData.Rules(TestData.Rule with { Budget = new(Concurrent: 1) }), _time);
        await _permits.PutAsync([KeyOf(runs[1])], default);
        var entering = gate.EnterAsync(runs[0], default);

        var other = gate.EnterAsync(runs[2], default);

        Assert.False(entering.IsCompleted);
        Assert.IsType<GateVerdict.Waits>(await other);
    }

    [Fact]
    public async Task An_invocation_that_is_canceled_before_it_enters_puts_no_permit()
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
    public async Task A_process_that_was_frozen_past_its_lease_cannot_delete_the_permit_of_its_successor()
    {
        var stale = await ClaimAsync(1);
        var entered = Assert.IsType<GateVerdict.Open>(await Gate(new(Concurrent: 1)).EnterAsync(stale, default));
        var successor = await TakeOverAsync(stale);
        var entry = Assert.IsType<GateVerdict.Open>(await Gate(new(Concurrent: 1)).EnterAsync(successor, default));

        await _permits.DeleteAsync(entered.Permits!, default);

        Assert.Equal([KeyOf(successor)], entry.Permits);
        Assert.Equal([KeyOf(successor)], _oss.Keys);
        Assert.IsType<GateVerdict.Waits>(await Gate(new(Concurrent: 1)).EnterAsync(await ClaimAsync(2), default));
    }

    [Fact]
    public async Task Permits_of_processes_that_died_between_putting_and_counting_do_not_block_each_other()
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
    [InlineData(59, false)]
    [InlineData(60, true)]
    public async Task A_permit_that_was_put_after_its_run_had_ended_is_deleted_once_it_is_an_hour_old(int minutes, bool opens)
    {
        var ended = await ClaimAsync(1);
        await _journal.TryRecordAsync(ended, new CancelRecord { Reason = CancelRecord.ByOperator }, TestData.Invocation(), default);
        await _permits.PutAsync([KeyOf(ended)], default);
        _time.Advance(TimeSpan.FromMinutes(minutes));

        Assert.Equal(opens, await Gate(new(Concurrent: 1)).MayEnterAsync(await ClaimAsync(2), default));
    }

    [Fact]
    public async Task Of_many_old_permits_four_runs_are_looked_at_for_one_count()
    {
        foreach (var number in Enumerable.Range(1, 6))
        {
            var ended = await ClaimAsync(number);
            await _journal.TryRecordAsync(ended, new CancelRecord { Reason = CancelRecord.ByOperator }, TestData.Invocation(), default);
            await _permits.PutAsync([KeyOf(ended)], default);
        }

        _time.Advance(TimeSpan.FromMinutes(70));

        Assert.False(await Gate(new(Concurrent: 1)).MayEnterAsync(await ClaimAsync(7), default));
        Assert.Equal(2, _oss.Keys.Count);
    }

    [Fact]
    public async Task All_permits_of_a_run_that_ended_are_deleted_together()
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
    public async Task An_invocation_that_still_sees_a_resumed_run_parked_does_not_delete_its_new_permit()
    {
        var first = await ClaimAsync(1);
        var parked = await _journal.TryRecordAsync(first, new ParkRecord { Reason = ParkRecord.StartOverdue }, TestData.Invocation(), default);
        var resumed = (await _journal.TryRecordAsync(parked!, first.Claim, TestData.Invocation(), default))!;
        await _permits.PutAsync([KeyOf(first), KeyOf(resumed)], default);

        await new PermitReleaser(_permits).ReleaseAsync(parked!, default);

        Assert.Equal([KeyOf(resumed)], _oss.Keys);
    }

    [Fact]
    public async Task A_permit_of_a_run_that_is_not_over_is_never_deleted_at_any_age()
    {
        await _permits.PutAsync([KeyOf(await ClaimAsync(1))], default);
        _time.Advance(TimeSpan.FromDays(30));

        Assert.False(await Gate(new(Concurrent: 1)).MayEnterAsync(await ClaimAsync(2), default));
    }

    [Fact]
    public async Task A_budget_that_a_deployment_raised_admits_waiting_runs()
    {
        await Gate(new(Concurrent: 1)).EnterAsync(await ClaimAsync(1), default);
        var waiting = await ClaimAsync(2);
        Assert.False(await Gate(new(Concurrent: 1)).MayEnterAsync(waiting, default));

        Assert.True(await Gate(new(Concurrent: 2)).MayEnterAsync(waiting, default));
    }

    [Fact]
    public async Task For_a_rule_that_was_removed_only_the_budget_of_all_rules_applies()
    {
        var gone = new RuleSet([TestData.Rule with { Name = "another", Budget = new(Concurrent: 1) }], []) { Budget = new(RunsPerDay: 1) };

        var entry = Assert.IsType<GateVerdict.Open>(await Gate(gone).EnterAsync(await ClaimAsync(1), default));

        Assert.StartsWith("bd/20261124/all/", Assert.Single(entry.Permits!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_budget_is_cached_for_seconds_and_no_longer()
    {
        var (first, waiting, gate) = (await ClaimAsync(1), await ClaimAsync(2), Gate(new(Concurrent: 1)));
        await gate.EnterAsync(first, default);
        Assert.False(await gate.MayEnterAsync(waiting, default));
        await _permits.DeleteAsync([KeyOf(first)], default);
        var before = _oss.Requests;

        Assert.False(await gate.MayEnterAsync(waiting, default));
        Assert.Equal(before, _oss.Requests);
        _time.Advance(TimeSpan.FromSeconds(5) - TimeSpan.FromTicks(1));
        Assert.False(await gate.MayEnterAsync(waiting, default));
        _time.Advance(TimeSpan.FromTicks(1));

        Assert.True(await gate.MayEnterAsync(waiting, default));
    }

    [Fact]
    public async Task A_permit_of_a_run_whose_log_is_not_whole_is_kept_because_its_task_may_be_running()
    {
        var lost = await ClaimAsync(1);
        await _permits.PutAsync([KeyOf(lost)], default);
        _ledger.LoseFirstRecords(lost.Id);
        _time.Advance(TimeSpan.FromDays(1));

        Assert.False(await Gate(new(Concurrent: 1)).MayEnterAsync(await ClaimAsync(2), default));
        Assert.Equal([KeyOf(lost)], _oss.Keys);
    }

    [Fact]
    public async Task A_process_that_was_frozen_past_its_lease_leaves_the_permit_of_its_successor_when_it_enters()
    {
        var stale = await ClaimAsync(1);
        var successor = await TakeOverAsync(stale);
        await Gate(new(Concurrent: 1)).EnterAsync(successor, default);

        await Gate(new(Concurrent: 1)).EnterAsync(stale, default);

        Assert.Contains(KeyOf(successor), _oss.Keys);
    }

    [Fact]
    public async Task A_run_that_waits_for_a_budget_that_now_refuses_enters_to_get_its_refusal()
    {
        await Gate(new(Concurrent: 1)).EnterAsync(await ClaimAsync(1), default);
        _time.Advance(TimeSpan.FromSeconds(1));
        var waiting = await ClaimAsync(2);
        var gate = Gate(new(Concurrent: 1, Over: RuleChoices.Refuse));

        Assert.True(await gate.MayEnterAsync(waiting, default));
        Assert.Equal(
            (CancelRecord.OverBudget, "concurrent 1 of rule 'video'"),
            Assert.IsType<GateVerdict.Ends>(await gate.EnterAsync(waiting, default)).End is { } end ? (end.Reason, end.Detail) : default);
    }

    [Theory]
    [InlineData(true, false, true)]
    [InlineData(false, true, true)]
    [InlineData(false, false, false)]
    public async Task A_run_is_governed_by_the_budget_of_its_rule_or_of_all_rules(bool ofAll, bool ofRule, bool isGoverned)
    {
        var rules = TestData.Rules(TestData.Rule with { Budget = ofRule ? new(Concurrent: 1) : null });

        Assert.Equal(isGoverned, Gate(ofAll ? new RuleSet(rules.Rules, []) { Budget = new(RunsPerDay: 1) } : rules).Governs((await ClaimAsync(1)).Claim));
    }

    [Fact]
    public async Task Nothing_is_read_about_other_runs_while_the_budget_has_room()
    {
        await _permits.PutAsync([KeyOf(await ClaimAsync(1))], default);
        _time.Advance(TimeSpan.FromHours(2));
        var run = await ClaimAsync(2);
        var reads = _ledger.Reads;

        Assert.True(await Gate(new(Concurrent: 2)).MayEnterAsync(run, default));
        Assert.Equal(reads, _ledger.Reads);
    }

    private static string KeyOf(WorkflowRun run) => LedgerKeys.ConcurrentPermits("r-video") + Permit.FormatName(run.Id, run.Epoch);

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
