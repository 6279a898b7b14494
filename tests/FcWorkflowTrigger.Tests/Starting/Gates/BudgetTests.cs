using System.Net;
using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Services.Ims;
using FcWorkflowTrigger.Services.Ledger.Records;
using FcWorkflowTrigger.Starting;
using NSubstitute.ExceptionExtensions;

namespace FcWorkflowTrigger.Tests.Starting.Gates;

/// <summary>What becomes of uploads beyond a budget.</summary>
public sealed class BudgetTests
{
    private static readonly Upload Second = Given.Upload("uploads/second.mp4", requestId: "second");

    [Fact]
    public async Task Without_a_budget_not_one_request_is_made_for_it()
    {
        var world = new World();

        await world.DeliverAsync();
        await FinishAsync(world);

        Assert.IsType<WorkflowRun.Finished>(await world.RunAsync());
        Assert.Null((await world.RunAsync()).Log.Records.OfType<IntentRecord>().Single().Permits);
        Assert.Equal(0, world.Oss.Requests);
    }

    [Fact]
    public async Task A_run_beyond_the_budget_waits_as_it_was_claimed_and_the_invocation_succeeds()
    {
        var world = Under(new(Concurrent: 1));
        await world.DeliverAsync();

        var second = await world.DeliverAsync("request-2", Second);

        Assert.Single(Assert.IsType<WorkflowRun.Claimed>(second).Log.Records);
        Assert.Equal(1, world.StartsSent);
        Assert.Equal(2, world.Ledger.Markers.Count);
        Assert.Equal([$"bn/r-video/{Given.RunId}-1"], world.Oss.Keys);
    }

    [Fact]
    public async Task It_starts_with_the_first_sweep_after_another_has_ended()
    {
        var world = Under(new(Concurrent: 1));
        await world.DeliverAsync();
        await world.DeliverAsync("request-2", Second);
        await FinishAsync(world);
        world.Time.Advance(TimeSpan.FromMinutes(5));

        await world.SweepAsync();

        Assert.IsType<WorkflowRun.Started>(await SecondAsync(world));
        Assert.Equal(2, world.StartsSent);
    }

    [Fact]
    public async Task However_long_it_waits_it_costs_no_record_and_is_never_parked()
    {
        var world = Under(new(Concurrent: 1));
        await world.DeliverAsync();
        await world.DeliverAsync("request-2", Second);
        world.TaskIs("Processing");

        for (var sweep = 0; sweep < 10; sweep++)
        {
            world.Time.Advance(TimeSpan.FromHours(12));
            await world.SweepAsync();
        }

        Assert.Single(Assert.IsType<WorkflowRun.Claimed>(await SecondAsync(world)).Log.Records);
        Assert.Empty(world.Log.Errors);
    }

    [Fact]
    public async Task A_run_refused_by_IMS_after_a_long_wait_has_its_whole_patience_before_it()
    {
        var world = Under(new(Concurrent: 1));
        await world.DeliverAsync();
        await world.DeliverAsync("request-2", Second);
        world.Time.Advance(TimeSpan.FromDays(3));
        await FinishAsync(world);
        world.Ims.StartWorkflowAsync(default!, default, default).ThrowsAsyncForAnyArgs(
            new ImsException("StartWorkflow", HttpStatusCode.BadRequest, "Throttling.User", "R"));

        await world.SweepAsync();

        Assert.IsType<WorkflowRun.Claimed>(await SecondAsync(world));
    }

    [Fact]
    public async Task Where_the_rule_says_refuse_it_ends_and_names_the_limit()
    {
        var world = Under(new(Concurrent: 1, Over: RuleChoices.Refuse));
        await world.DeliverAsync();
        world.Time.Advance(TimeSpan.FromSeconds(1));

        var second = await world.DeliverAsync("request-2", Second);

        var end = Assert.IsType<CancelRecord>(Assert.IsType<WorkflowRun.Finished>(second).End);
        Assert.Equal((CancelRecord.OverBudget, "concurrent 1 of rule 'video'"), (end.Reason, end.Detail));
        Assert.Single(world.Ledger.Markers);
        Assert.Single(world.Oss.Keys);
    }

    [Fact]
    public async Task A_days_budget_is_full_until_the_next_day_of_UTC()
    {
        var world = Under(new(RunsPerDay: 1));
        await world.DeliverAsync();
        await FinishAsync(world);
        await world.DeliverAsync("request-2", Second);

        world.Time.Advance(TimeSpan.FromHours(23));
        await world.SweepAsync();
        Assert.IsType<WorkflowRun.Claimed>(await SecondAsync(world));
        world.Time.Advance(TimeSpan.FromHours(1));
        await world.SweepAsync();

        Assert.IsType<WorkflowRun.Started>(await SecondAsync(world));
        Assert.Equal([$"bd/20261124/r-video/{Given.RunId}-1", $"bd/20261125/r-video/{SecondId}-2"], world.Oss.Keys);
    }

    [Fact]
    public async Task The_end_of_a_run_makes_room_now_and_not_on_its_day()
    {
        var world = new World(rules: new([Given.Rule with { Budget = new(5, 5) }], []) { Budget = new(5, 5) });
        await world.DeliverAsync();
        Assert.Equal(4, world.Oss.Keys.Count);

        await FinishAsync(world);

        Assert.Equal([$"bd/20261124/all/{Given.RunId}-1", $"bd/20261124/r-video/{Given.RunId}-1"], world.Oss.Keys);
    }

    [Fact]
    public async Task A_run_that_IMS_will_not_register_gives_everything_back()
    {
        var world = Under(new(1, 1));
        world.Ims.RegisterMediaInfoAsync(default!, default).ThrowsAsyncForAnyArgs(
            new ImsException("RegisterMediaInfo", HttpStatusCode.BadRequest, "InvalidParameter", "R"));

        await world.DeliverAsync();

        Assert.IsType<RejectRecord>(Assert.IsType<WorkflowRun.Finished>(await world.RunAsync()).End);
        Assert.Empty(world.Oss.Keys);
    }

    [Fact]
    public async Task A_run_keeps_its_place_while_IMS_refuses_it_for_now()
    {
        var world = Under(new(Concurrent: 1));
        world.Ims.RegisterMediaInfoAsync(default!, default).ThrowsAsyncForAnyArgs(new HttpRequestException("reset"));
        await Assert.ThrowsAsync<HttpRequestException>(() => world.DeliverAsync());

        var second = await world.DeliverAsync("request-2", Second);

        Assert.IsType<WorkflowRun.Claimed>(second);
        Assert.Equal([$"bn/r-video/{Given.RunId}-1"], world.Oss.Keys);
    }

    [Fact]
    public async Task A_run_parked_as_overdue_leaves_no_place_behind_however_often_it_was_taken_over()
    {
        var world = Under(new(Concurrent: 1));
        world.Ims.RegisterMediaInfoAsync(default!, default).ThrowsAsyncForAnyArgs(Throttled("RegisterMediaInfo"));
        await Assert.ThrowsAsync<ImsException>(() => world.DeliverAsync());

        for (var sweep = 0; sweep < 4; sweep++)
        {
            world.Time.Advance(TimeSpan.FromHours(12));
            await world.SweepAsync();
        }

        Assert.Equal(ParkRecord.StartOverdue, Assert.IsType<WorkflowRun.Parked>(await world.RunAsync()).Park.Reason);
        Assert.Empty(world.Oss.Keys);
    }

    [Fact]
    public async Task A_run_canceled_before_any_intent_leaves_no_place_behind()
    {
        var world = Under(new(Concurrent: 1));
        world.Ims.RegisterMediaInfoAsync(default!, default).ThrowsAsyncForAnyArgs(Throttled("RegisterMediaInfo"));
        await Assert.ThrowsAsync<ImsException>(() => world.DeliverAsync());

        await CancelAsync(world);

        Assert.Empty(world.Oss.Keys);
    }

    [Fact]
    public async Task A_run_canceled_after_a_refused_start_gives_back_its_day_too()
    {
        var world = Under(new(1, 1));
        world.Ims.StartWorkflowAsync(default!, default, default).ThrowsAsyncForAnyArgs(Throttled("StartWorkflow"));
        await Assert.ThrowsAsync<StartDeferredException>(() => world.DeliverAsync());
        Assert.Equal(2, world.Oss.Keys.Count);

        await CancelAsync(world);

        Assert.Empty(world.Oss.Keys);
    }

    [Fact]
    public async Task A_run_parked_with_a_start_in_doubt_keeps_its_place_until_somebody_decides()
    {
        var world = new World(Given.StartOptions with { Policy = StartPolicy.Park }, Given.Rules(Given.Rule with { Budget = new(Concurrent: 1) }));
        world.Ims.StartWorkflowAsync(default!, default, default).ThrowsAsyncForAnyArgs(new TimeoutException());
        await world.DeliverAsync();
        world.Time.Advance(TimeSpan.FromHours(3));
        await world.SweepAsync();
        Assert.True(Assert.IsType<WorkflowRun.Parked>(await world.RunAsync()).IsInDoubt);

        world.Time.Advance(TimeSpan.FromHours(3));
        Assert.IsType<WorkflowRun.Claimed>(await world.DeliverAsync("request-2", Second));
        Assert.Equal([$"bn/r-video/{Given.RunId}-1"], world.Oss.Keys);
        await CancelAsync(world);

        Assert.Empty(world.Oss.Keys);
    }

    private static ImsException Throttled(string action) => new(action, HttpStatusCode.BadRequest, "Throttling.User", "R");

    private static Task CancelAsync(World world) => world.ReconcileAsync($$"""{"run":"{{Given.RunId}}","action":"cancel"}""");

    private static RunId SecondId { get; } = RunId.Of(Second, Given.Rule.Name);

    private static World Under(RuleBudget budget) => new(rules: Given.Rules(Given.Rule with { Budget = budget }));

    private static Task<WorkflowRun> SecondAsync(World world) => world.Journal.ReadAsync(SecondId, default);

    private static async Task FinishAsync(World world) => await world.CallBackAsync($$"""{"TaskId":"{{Given.TaskId}}"}""");
}
