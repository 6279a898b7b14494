using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Rules.Sidecars;
using FcWorkflowTrigger.Simulation.Engine;
using FcWorkflowTrigger.Simulation.Schedules;

namespace FcWorkflowTrigger.Simulation.Proof;

/// <summary>Injects every possible fault at every call of simple scenarios, one at a time. Nothing is left to chance.</summary>
public sealed class FaultAtEveryCallTests
{
    private static readonly TimeSpan[] Minutes = [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(90)];

    private static readonly (TimeSpan, string)[] ThreeAtOnce = [(TimeSpan.Zero, "uploads/a.mp4"), (TimeSpan.Zero, "uploads/b.mp4"), (TimeSpan.Zero, "uploads/c.mp4")];

    // The second upload comes in the middle of the sweep that delivers the end of the first.
    private static readonly Scenario Marked = Scenario.Plain with
    {
        Uploads = [(TimeSpan.Zero, "uploads/a.mp4"), (TimeSpan.FromMinutes(5) + TimeSpan.FromMilliseconds(150), "uploads/a.mp4")],
        OtherBytes = [1],
        Ims = new() { LongestTask = TimeSpan.FromMinutes(1) },
    };
    private static readonly (TimeSpan, string)[] TwiceWritten = [(TimeSpan.Zero, "uploads/a.mp4"), (TimeSpan.FromSeconds(3), "uploads/a.mp4")];

    public static TheoryData<string> ScenarioNames => [.. All.Keys];

    private static Dictionary<string, Scenario> All { get; } = new()
    {
        ["slots"] = Scenario.Plain,
        ["append"] = Scenario.Plain with { Ledger = LedgerMode.Append },
        ["every callback lost"] = Scenario.Plain with { Ims = new() { CallbackLoss = 1 } },
        ["callbacks before the reply"] = Scenario.Plain with { Ims = new() { LongestTask = TimeSpan.Zero } },
        ["a task of an hour and a half"] = Scenario.Plain with { Ims = new() { ShortestTask = Minutes[1], LongestTask = Minutes[1] } },
        ["two deliveries at once"] = Scenario.Plain with { DuplicateEvents = 1 },
        ["the same key twice"] = Scenario.Plain with { Uploads = [(TimeSpan.Zero, "uploads/a.mp4"), (Minutes[0], "uploads/a.mp4")] },
        ["throttled for half a minute"] = Scenario.Plain with { Ims = new() { ThrottledFor = TimeSpan.FromSeconds(30) } },
        ["a slow asset"] = Scenario.Plain with { Ims = new() { Preparing = TimeSpan.FromMinutes(10), RefusesUnready = true } },
        ["a list two minutes behind"] = Scenario.Plain with { Ims = new() { ListLag = TimeSpan.FromMinutes(2), CallbackLoss = 1 } },
        ["an outcome receiver"] = Scenario.Plain with { HasOutcomeReceiver = true },
        ["media before sidecar"] = Scenario.Plain with { Sidecar = "wait 30", Sidecars = [(Minutes[0], "uploads/a.mp4")] },
        ["sidecar before media"] = new([(Minutes[0], "uploads/a.mp4")]) { Sidecar = SidecarPolicy.Require, Sidecars = [(TimeSpan.Zero, "uploads/a.mp4")] },
        ["media and sidecar at once"] = Scenario.Plain with { Sidecar = SidecarPolicy.Require, Sidecars = [(TimeSpan.Zero, "uploads/a.mp4")], Ledger = LedgerMode.Append },
        ["a sidecar that never comes"] = Scenario.Plain with { Sidecar = "wait 10" },
        ["a required sidecar that never comes"] = Scenario.Plain with { Sidecar = SidecarPolicy.Require },
        ["three uploads, one at a time"] = Scenario.Plain with { Uploads = ThreeAtOnce, Budget = new(Concurrent: 1) },
        ["three uploads, two a day"] = Scenario.Plain with { Uploads = ThreeAtOnce, BudgetOfAll = new(RunsPerDay: 2) },
        ["an upload that budgets let in"] = Scenario.Plain with { Budget = new(1, 1, RuleChoices.Refuse), BudgetOfAll = new(1, 1, RuleChoices.Refuse) },
        ["the same bytes twice"] = Scenario.Plain with
        {
            Uploads = [(TimeSpan.Zero, "uploads/a.mp4"), (Minutes[0], "uploads/a.mp4")],
            SkipsIdentical = true,
            Ims = new() { AlwaysSucceeds = true },
        },
        ["a failed task that is run once more"] = Scenario.Plain with
        {
            Redrives = [TimeSpan.FromHours(20), TimeSpan.FromHours(20.001)],
            Ims = new() { FirstFails = true },
        },
        ["every process reclaimed after its answer"] = Scenario.Plain with { Reclaims = 1, DuplicateEvents = 1 },
        ["an object that was there before"] = Scenario.Plain with { Silent = [0], Backfills = [TimeSpan.FromMinutes(11), TimeSpan.FromMinutes(70)] },
        ["a backfill, and the event of its object at once"] = Scenario.Plain with { EventDelay = TimeSpan.FromMinutes(11), Backfills = [TimeSpan.FromMinutes(11)] },
        ["a backfill, and the event of its object later"] = Scenario.Plain with { EventDelay = TimeSpan.FromMinutes(70), Backfills = [TimeSpan.FromMinutes(11)], Ledger = LedgerMode.Append },
        ["an object that is marked"] = Scenario.Plain with { Marks = true },
        ["an object that is marked while other bytes replace it"] = Marked with { Marks = true },
        ["a version that is marked while another replaces it"] = Marked with { Marks = true, HasVersionedMedia = true, HasOutcomeReceiver = true },
        ["a file written twice"] = Scenario.Plain with { Uploads = TwiceWritten, OtherBytes = [1], QuietFor = TimeSpan.FromSeconds(5) },
        ["a file written twice, quiet for long"] = Scenario.Plain with { Uploads = TwiceWritten, QuietFor = TimeSpan.FromMinutes(10), Ledger = LedgerMode.Append },
        ["an event that never comes"] = Scenario.Plain with { Silent = [0], CatchUp = TimeSpan.FromDays(1) },
        ["an event that comes while sweeps look for missed ones"] = Scenario.Plain with { EventDelay = TimeSpan.FromMinutes(15), CatchUp = TimeSpan.FromDays(1), SweepsEvery = TimeSpan.FromMinutes(5), Ledger = LedgerMode.Append },
        ["two sweeps at once"] = Scenario.Plain with { OverlappingSweeps = 1, Ims = new() { CallbackLoss = 1 } },
    };

    [Theory]
    [MemberData(nameof(ScenarioNames))]
    public void A_process_that_dies_before_during_or_after_any_call_loses_nothing_and_starts_nothing_twice(string scenario)
    {
        foreach (var point in Enum.GetValues<CrashPoint>())
        {
            TryEveryCall(All[scenario], call => new(call, Crash: point));
        }
    }

    [Theory]
    [MemberData(nameof(ScenarioNames))]
    public void Any_call_that_is_lost_late_or_refused_loses_nothing_and_starts_nothing_twice(string scenario)
    {
        foreach (var fault in (Fault[])[Fault.RequestLost, Fault.ReplyLost, Fault.Late, Fault.Refused])
        {
            TryEveryCall(All[scenario], call => new(call, Fault: fault));
        }
    }

    /// <summary>Injects the fault at call 1, 2, 3 and so on, until the scenario has no further call.</summary>
    private static void TryEveryCall(Scenario scenario, Func<int, SingleFault> singleFault) => SimulationContext.Run(() =>
    {
        var call = 0;
        ScheduleResult result;

        do
        {
            result = Schedule.Play(scenario, new Dice(call), singleFault(++call));
            Assert.True(result.Violation is null, $"{singleFault(call)}: {result.Violation}");
            Assert.Equal(scenario.SkipsIdentical ? 1 : scenario.Starts, result.Tasks);
        }
        while (call < result.Calls);
    });
}
