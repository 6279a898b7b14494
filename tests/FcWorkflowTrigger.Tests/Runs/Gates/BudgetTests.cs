using System.Net;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Runs.Start;
using FcWorkflowTrigger.Uploads;
using NSubstitute.ExceptionExtensions;

namespace FcWorkflowTrigger.Tests.Runs.Gates;

/// <summary>Uploads over a budget.</summary>
public sealed class BudgetTests
{
    private static readonly Upload Second = TestData.Upload("uploads/second.mp4", requestId: "second");

    [Fact]
    public async Task Without_a_budget_no_request_is_made_for_it()
    {
        var host = new TestHost();

        await host.DeliverAsync();
        await FinishAsync(host);

        Assert.IsType<WorkflowRun.Finished>(await host.RunAsync());
        Assert.Null((await host.RunAsync()).History.Records.OfType<IntentRecord>().Single().Permits);
        Assert.Equal(0, host.Oss.Requests);
    }

    [Fact]
    public async Task A_run_over_the_budget_stays_claimed_and_the_invocation_succeeds()
    {
        var host = Under(new(Concurrent: 1));
        await host.DeliverAsync();

        var second = await host.DeliverAsync("request-2", Second);

        Assert.Single(Assert.IsType<WorkflowRun.Claimed>(second).History.Records);
        Assert.Equal(1, host.StartsSent);
        Assert.Equal(2, host.Ledger.Markers.Count);
        Assert.Equal([$"bn/r-video/{TestData.RunId}-1"], host.Oss.Keys);
        Assert.Contains($"Run {second.Id} waits for budget, concurrent 1 of rule 'video'; the sweeps check it again.", host.Log.Infos);
    }

    [Fact]
    public async Task A_waiting_run_starts_with_the_first_sweep_after_another_run_has_ended()
    {
        var host = Under(new(Concurrent: 1));
        await host.DeliverAsync();
        await host.DeliverAsync("request-2", Second);
        await FinishAsync(host);
        host.Time.Advance(TimeSpan.FromMinutes(5));

        await host.SweepAsync();

        Assert.IsType<WorkflowRun.Started>(await SecondAsync(host));
        Assert.Equal(2, host.StartsSent);
    }

    [Fact]
    public async Task A_run_that_waits_for_a_budget_writes_no_record_and_is_never_parked()
    {
        var host = Under(new(Concurrent: 1));
        await host.DeliverAsync();
        await host.DeliverAsync("request-2", Second);
        host.TaskIs("Processing");

        for (var sweep = 0; sweep < 10; sweep++)
        {
            host.Time.Advance(TimeSpan.FromHours(12));
            await host.SweepAsync();
        }

        Assert.Single(Assert.IsType<WorkflowRun.Claimed>(await SecondAsync(host)).History.Records);
        Assert.Empty(host.Log.Errors);
    }

    [Fact]
    public async Task A_run_whose_room_another_one_takes_at_the_last_moment_waits_on_however_long_that_goes()
    {
        var host = Under(new(Concurrent: 1));
        var taken = $"bn/r-video/{SecondId}-1";
        host.Ledger.Appending = record => record is ClaimRecord ? host.Oss.PutAsync(taken, ReadOnlyMemory<byte>.Empty, default) : Task.CompletedTask;
        await host.DeliverAsync();

        foreach (var later in new[] { TimeSpan.FromMinutes(5), TimeSpan.FromHours(25) })
        {
            await host.Oss.DeleteAsync(taken, default);
            host.Time.Advance(later);
            await host.SweepAsync();
        }

        Assert.Equal(3, Assert.IsType<WorkflowRun.Claimed>(await host.RunAsync()).History.Records.Count);
        Assert.Empty(host.Log.Errors);
    }

    [Fact]
    public async Task A_run_that_IMS_refuses_after_a_long_wait_is_tried_for_the_whole_time()
    {
        var host = Under(new(Concurrent: 1));
        await host.DeliverAsync();
        await host.DeliverAsync("request-2", Second);
        host.Time.Advance(TimeSpan.FromDays(3));
        await FinishAsync(host);
        host.Ims.StartWorkflowAsync(default!, default, default).ThrowsAsyncForAnyArgs(
            new ImsException("StartWorkflow", HttpStatusCode.BadRequest, "Throttling.User", "R"));

        await host.SweepAsync();

        Assert.IsType<WorkflowRun.Claimed>(await SecondAsync(host));
    }

    [Fact]
    public async Task When_the_budget_is_set_to_refuse_the_run_ends_and_names_the_limit()
    {
        var host = Under(new(Concurrent: 1, Over: RuleChoices.Refuse));
        await host.DeliverAsync();
        host.Time.Advance(TimeSpan.FromSeconds(1));

        var second = await host.DeliverAsync("request-2", Second);

        var end = Assert.IsType<CancelRecord>(Assert.IsType<WorkflowRun.Finished>(second).End);
        Assert.Equal((CancelRecord.OverBudget, "concurrent 1 of rule 'video'"), (end.Reason, end.Detail));
        Assert.Single(host.Ledger.Markers);
        Assert.Single(host.Oss.Keys);
    }

    [Fact]
    public async Task A_budget_per_day_is_full_until_the_next_UTC_day()
    {
        var host = Under(new(RunsPerDay: 1));
        await host.DeliverAsync();
        await FinishAsync(host);
        await host.DeliverAsync("request-2", Second);

        host.Time.Advance(TimeSpan.FromHours(23));
        await host.SweepAsync();
        Assert.IsType<WorkflowRun.Claimed>(await SecondAsync(host));
        host.Time.Advance(TimeSpan.FromHours(1));
        await host.SweepAsync();

        Assert.IsType<WorkflowRun.Started>(await SecondAsync(host));
        Assert.Equal([$"bd/20261124/r-video/{TestData.RunId}-1", $"bd/20261125/r-video/{SecondId}-2"], host.Oss.Keys);
    }

    [Fact]
    public async Task The_end_of_a_run_frees_the_concurrent_budget_and_not_the_budget_of_its_day()
    {
        var host = new TestHost(rules: new([TestData.Rule with { Budget = new(5, 5) }], []) { Budget = new(5, 5) });
        await host.DeliverAsync();
        Assert.Equal(4, host.Oss.Keys.Count);

        await FinishAsync(host);

        Assert.Equal([$"bd/20261124/all/{TestData.RunId}-1", $"bd/20261124/r-video/{TestData.RunId}-1"], host.Oss.Keys);
    }

    [Fact]
    public async Task A_run_that_IMS_does_not_register_deletes_all_its_permits()
    {
        var host = Under(new(1, 1));
        host.Ims.RegisterMediaInfoAsync(default!, default).ThrowsAsyncForAnyArgs(
            new ImsException("RegisterMediaInfo", HttpStatusCode.BadRequest, "InvalidParameter", "R"));

        await host.DeliverAsync();

        Assert.IsType<RejectRecord>(Assert.IsType<WorkflowRun.Finished>(await host.RunAsync()).End);
        Assert.Empty(host.Oss.Keys);
    }

    [Fact]
    public async Task A_run_keeps_its_permit_while_IMS_refuses_it_for_now()
    {
        var host = Under(new(Concurrent: 1));
        host.Ims.RegisterMediaInfoAsync(default!, default).ThrowsAsyncForAnyArgs(new HttpRequestException("reset"));
        await Assert.ThrowsAsync<HttpRequestException>(() => host.DeliverAsync());

        var second = await host.DeliverAsync("request-2", Second);

        Assert.IsType<WorkflowRun.Claimed>(second);
        Assert.Equal([$"bn/r-video/{TestData.RunId}-1"], host.Oss.Keys);
    }

    [Fact]
    public async Task A_run_that_is_parked_as_overdue_leaves_no_permit_of_any_claim()
    {
        var host = Under(new(Concurrent: 1));
        host.Ims.RegisterMediaInfoAsync(default!, default).ThrowsAsyncForAnyArgs(Throttled("RegisterMediaInfo"));
        await Assert.ThrowsAsync<ImsException>(() => host.DeliverAsync());

        for (var sweep = 0; sweep < 4; sweep++)
        {
            host.Time.Advance(TimeSpan.FromHours(12));
            await host.SweepAsync();
        }

        Assert.Equal(ParkRecord.StartOverdue, Assert.IsType<WorkflowRun.Parked>(await host.RunAsync()).Park.Reason);
        Assert.Empty(host.Oss.Keys);
    }

    [Fact]
    public async Task A_run_that_is_canceled_before_an_intent_leaves_no_permit()
    {
        var host = Under(new(Concurrent: 1));
        host.Ims.RegisterMediaInfoAsync(default!, default).ThrowsAsyncForAnyArgs(Throttled("RegisterMediaInfo"));
        await Assert.ThrowsAsync<ImsException>(() => host.DeliverAsync());

        await CancelAsync(host);

        Assert.Empty(host.Oss.Keys);
    }

    [Fact]
    public async Task A_run_that_is_canceled_after_a_refused_start_deletes_its_permit_of_the_day_too()
    {
        var host = Under(new(1, 1));
        host.Ims.StartWorkflowAsync(default!, default, default).ThrowsAsyncForAnyArgs(Throttled("StartWorkflow"));
        await Assert.ThrowsAsync<StartDeferredException>(() => host.DeliverAsync());
        Assert.Equal(2, host.Oss.Keys.Count);

        await CancelAsync(host);

        Assert.Empty(host.Oss.Keys);
    }

    [Fact]
    public async Task A_run_that_is_claimed_again_after_a_refused_start_and_then_canceled_leaves_no_permit_of_either_claim()
    {
        var host = Under(new(Concurrent: 1));
        host.Ims.StartWorkflowAsync(default!, default, default).ThrowsAsyncForAnyArgs(Throttled("StartWorkflow"));
        await Assert.ThrowsAsync<StartDeferredException>(() => host.DeliverAsync());
        host.Ims.RegisterMediaInfoAsync(default!, default).ThrowsAsyncForAnyArgs(Throttled("RegisterMediaInfo"));
        host.Time.Advance(TimeSpan.FromMinutes(30));
        await host.SweepAsync();
        Assert.Equal(2, (await host.RunAsync()).Epoch);
        Assert.Equal([$"bn/r-video/{TestData.RunId}-2"], host.Oss.Keys);

        await CancelAsync(host);

        Assert.Empty(host.Oss.Keys);
    }

    [Fact]
    public async Task A_run_that_is_parked_with_an_unknown_start_keeps_its_permit_until_an_operator_decides()
    {
        var host = new TestHost(TestData.StartOptions with { Policy = StartPolicy.Park }, TestData.Rules(TestData.Rule with { Budget = new(Concurrent: 1) }));
        host.Ims.StartWorkflowAsync(default!, default, default).ThrowsAsyncForAnyArgs(new TimeoutException());
        await host.DeliverAsync();
        host.Time.Advance(TimeSpan.FromHours(3));
        await host.SweepAsync();
        Assert.True(Assert.IsType<WorkflowRun.Parked>(await host.RunAsync()).IsStartUnknown);

        host.Time.Advance(TimeSpan.FromHours(3));
        Assert.IsType<WorkflowRun.Claimed>(await host.DeliverAsync("request-2", Second));
        Assert.Equal([$"bn/r-video/{TestData.RunId}-1"], host.Oss.Keys);
        await CancelAsync(host);

        Assert.Empty(host.Oss.Keys);
    }

    [Fact]
    public async Task A_run_that_is_parked_because_IMS_lost_its_task_keeps_the_permit_of_the_day_that_the_task_was_paid_for()
    {
        var host = Under(new(5, 5));
        await host.DeliverAsync();
        host.Ims.GetWorkflowTaskAsync(default!, default).ThrowsAsyncForAnyArgs(
            new ImsException("GetWorkflowTask", HttpStatusCode.BadRequest, "InvalidParameter", "R"));
        host.Time.Advance(TimeSpan.FromHours(25));

        await host.SweepAsync();

        Assert.Equal(ParkRecord.TaskLost, Assert.IsType<WorkflowRun.Parked>(await host.RunAsync()).Park.Reason);
        Assert.Equal([$"bd/20261124/r-video/{TestData.RunId}-1"], host.Oss.Keys);
    }

    [Fact]
    public async Task The_marker_of_an_ended_run_stays_until_its_permits_are_deleted()
    {
        var host = Under(new(Concurrent: 1));
        await host.DeliverAsync();
        host.Oss.RefusesDeletes = true;

        await Assert.ThrowsAsync<OssException>(() => FinishAsync(host));
        await host.BackgroundWork.WhenAllAsync(default);
        Assert.Single(host.Ledger.Markers);

        host.Oss.RefusesDeletes = false;
        host.Time.Advance(TimeSpan.FromMinutes(5));
        await host.SweepAsync();
        Assert.Empty(host.Oss.Keys);
        Assert.Empty(host.Ledger.Markers);
    }

    private static ImsException Throttled(string action) => new(action, HttpStatusCode.BadRequest, "Throttling.User", "R");

    private static Task<string> CancelAsync(TestHost host) => host.ReconcileAsync($$"""{"run":"{{TestData.RunId}}","action":"cancel"}""");

    private static RunId SecondId { get; } = RunId.Create(Second, TestData.Rule.Name);

    private static TestHost Under(RuleBudget budget) => new(rules: TestData.Rules(TestData.Rule with { Budget = budget }));

    private static Task<WorkflowRun> SecondAsync(TestHost host) => host.Journal.ReadAsync(SecondId, default);

    private static async Task FinishAsync(TestHost host) => await host.CallBackAsync($$"""{"TaskId":"{{TestData.TaskId}}"}""");
}
