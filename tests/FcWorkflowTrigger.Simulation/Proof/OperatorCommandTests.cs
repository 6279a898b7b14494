using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Rules.Sidecars;
using FcWorkflowTrigger.Runs.Start;
using FcWorkflowTrigger.Simulation.Engine;
using FcWorkflowTrigger.Simulation.Schedules;

namespace FcWorkflowTrigger.Simulation.Proof;

/// <summary>Commands of operators that die, or lose a race. Nobody repeats them: what they have begun, the sweeps bring to an end.</summary>
public sealed class OperatorCommandTests
{
    private const int Played = 100;

    // IMS refuses the start for more than a day, so the run is parked by the sweep after 24 hours.
    private static readonly Scenario Parked = Scenario.Plain with
    {
        Ims = new() { ThrottledFor = TimeSpan.FromHours(24.5), CallbackLoss = 1 },
        SweepsEvery = TimeSpan.FromHours(12),
        HasOutcomeReceiver = true,
        CommandEvents = 0,
    };

    public static TheoryData<string> ScenarioNames => [.. All.Keys];

    private static Dictionary<string, Scenario> All { get; } = new()
    {
        ["a parked run is resumed"] = Parked with { Resumes = [TimeSpan.FromHours(25)] },
        ["a parked run is resumed, append"] = Parked with { Resumes = [TimeSpan.FromHours(25)], Ledger = LedgerMode.Append },
        ["a parked run is canceled"] = Parked with { Cancels = [TimeSpan.FromHours(25)] },
        ["a waiting run is canceled"] = Parked with { Ims = new(), Sidecar = SidecarPolicy.Require, Cancels = [TimeSpan.FromHours(1)] },
        ["a failed run is run once more"] = Parked with { Ims = new() { FirstFails = true }, Redrives = [TimeSpan.FromHours(20)] },
        ["an outcome is sent again"] = Parked with { Ims = new() { AlwaysSucceeds = true }, Resends = [TimeSpan.FromHours(20)] },
    };

    [Theory]
    [MemberData(nameof(ScenarioNames))]
    public void A_command_that_dies_at_any_call_leaves_nothing_undone_that_it_has_begun(string scenario) =>
        Assert.Null(FindViolation(All[scenario]));

    /// <summary>The answer to the start is lost, and the callback of its task comes while a person resumes or cancels the run and two sweeps visit it.</summary>
    [Theory]
    [InlineData("Slots")]
    [InlineData("Append")]
    public void A_command_that_races_with_the_callback_and_the_sweeps_breaks_no_promise(string mode) => SimulationContext.Run(() =>
    {
        var parked = 0L;

        for (var seed = 0; seed < Played; seed++)
        {
            var ending = Schedule.Play(Racing(seed) with { Ledger = Enum.Parse<LedgerMode>(mode) }, new Dice(seed));
            Assert.True(ending.Violation is null, $"Schedule {seed}: {ending.Violation}");
            parked += ending.Counts.ByName.Single(count => count.Name == nameof(Situation.StartLeftToPerson)).Count;
        }

        Assert.NotEqual(0, parked);
    });

    private static Scenario Racing(int seed)
    {
        var callback = TimeSpan.FromMinutes(40) + TimeSpan.FromMilliseconds(37 * seed);
        return Scenario.Plain with
        {
            Policy = StartPolicy.Park,
            Faults = new(StartFaultChance: 0.9, Crashes: seed % 3, CrashChance: 0.05),
            Ims = new() { ListLag = TimeSpan.FromMinutes(20), ShortestTask = callback, LongestTask = callback },
            SweepsEvery = TimeSpan.FromMinutes(5),
            OverlappingSweeps = 1,
            HasOutcomeReceiver = true,
            CommandEvents = 0.3,
            Resumes = seed % 2 == 0 ? [TimeSpan.FromMinutes(36), TimeSpan.FromMinutes(40)] : [],
            Cancels = seed % 2 == 1 ? [TimeSpan.FromMinutes(40)] : [],
        };
    }

    /// <summary>The process dies before, during and after each call from the command on, one call in each schedule.</summary>
    private static string? FindViolation(Scenario scenario)
    {
        string? found = null;
        SimulationContext.Run(() =>
        {
            var first = FindFirstCall(scenario);

            foreach (var point in Enum.GetValues<CrashPoint>())
            {
                for (var (call, calls) = (first, first); call <= calls && found is null; call++)
                {
                    var ending = Schedule.Play(scenario, new Dice(call), new(call, Crash: point));
                    calls = ending.Calls;
                    found = ending.Violation is { } violation ? $"{point} call {call}: {violation}" : null;
                }
            }
        });
        return found;
    }

    // Without the command a schedule makes the calls before it, and more where the receiver refuses an outcome. Only a run that waits goes on without one.
    private static int FindFirstCall(Scenario scenario)
    {
        var alone = scenario with { Resumes = [], Cancels = [], Redrives = [], Resends = [] };
        return scenario.Sidecar != SidecarPolicy.Ignore ? 1 : Math.Max(1, Enumerable.Range(1, 8).Min(seed => Schedule.Play(alone, new Dice(seed)).Calls) - 10);
    }
}
