using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Runs.Start;
using FcWorkflowTrigger.Simulation.Engine;
using FcWorkflowTrigger.Simulation.Mutations;
using FcWorkflowTrigger.Simulation.Schedules;

namespace FcWorkflowTrigger.Simulation.Proof;

/// <summary>The bucket's lifecycle rules, as the documentation tells users to set them, delete records of runs that go on.</summary>
public sealed class LifecycleTests
{
    private const int Played = 60;
    private const string Key = "uploads/a.mp4";

    private static readonly int[] Days = [0, 60, 61, 122, 185];

    [Theory]
    [InlineData("Slots")]
    [InlineData("Append")]
    public void A_run_parked_and_resumed_across_the_limit_is_paid_for_once(string mode) => SimulationContext.Run(() =>
    {
        for (var seed = 0; seed < Played; seed++)
        {
            var ending = Schedule.Play(Parked(seed) with { Ledger = Enum.Parse<LedgerMode>(mode) }, new Dice(seed));
            Assert.True(ending.Violation is null, $"Schedule {seed}: {ending.Violation}");
        }
    });

    [Fact]
    public void Were_what_is_left_of_a_log_no_log_it_would_be_paid_for_twice() => SimulationContext.Run(() => Assert.Contains(
        Enumerable.Range(0, Played).Select(seed => Schedule.Play(Parked(seed), new Dice(seed), mutation: Mutation.IncompleteIsEmpty).Violation),
        violation => violation?.Contains("was started 2 times", StringComparison.Ordinal) == true));

    [Theory]
    [InlineData("Slots")]
    [InlineData("Append")]
    public void With_a_budget_and_a_receiver_of_outcomes_nothing_is_paid_for_twice_either(string mode) => SimulationContext.Run(() =>
    {
        for (var seed = 0; seed < 6; seed++)
        {
            var scenario = Parked(seed) with { Ledger = Enum.Parse<LedgerMode>(mode), HasOutcomeReceiver = true, Budget = new(RunsPerDay: 5, Concurrent: 1) };
            var ending = Schedule.Play(scenario with { Uploads = [(TimeSpan.Zero, Key), (TimeSpan.FromDays(118), "uploads/b.mp4")] }, new Dice(seed));
            Assert.True(ending.Violation is null, $"Schedule {seed}: {ending.Violation}");
        }
    });

    /// <summary>The first place has expired when the fourth upload comes, and the third is young. When the fifth comes, all have expired.</summary>
    [Theory]
    [InlineData(4, 3)]
    [InlineData(5, 4)]
    public void The_same_bytes_start_nothing_while_the_newest_place_is_there(int uploads, int tasks) => SimulationContext.Run(() =>
    {
        var scenario = new Scenario([.. Days.Take(uploads).Select(day => (TimeSpan.FromDays(day), Key))])
        {
            SkipsIdentical = true,
            OtherBytes = [1],
            Ims = new() { AlwaysSucceeds = true },
            Lifecycle = TimeSpan.FromDays(190),
        };

        var ending = Schedule.Play(scenario, new Dice(1));

        Assert.Null(ending.Violation);
        Assert.Equal(tasks, ending.Tasks);
    });

    /// <summary>While the records of a run that has ended are deleted, the first one may be all that is left.</summary>
    [Fact]
    public void A_run_that_is_resumed_while_its_records_are_deleted_is_paid_for_once() => SimulationContext.Run(() =>
    {
        for (var seed = 0; seed < Played; seed++)
        {
            var at = TimeSpan.FromDays(121) + TimeSpan.FromMinutes(10 * seed);
            var ending = Schedule.Play(Scenario.Plain with { Resumes = [at], Lifecycle = TimeSpan.FromDays(130) }, new Dice(seed));
            Assert.True(ending.Violation is null, $"Schedule {seed}: {ending.Violation}");
        }
    });

    // The start is lost on day 0, a person resumes around day 119, and the task runs while the first records expire.
    private static Scenario Parked(int seed) => new([(TimeSpan.Zero, Key)])
    {
        Policy = seed % 3 == 0 ? StartPolicy.Resend : StartPolicy.Park,
        Faults = new(StartFaultChance: 0.6),
        Ims = new() { CallbackLoss = seed % 2, ShortestTask = TimeSpan.FromDays(3), LongestTask = TimeSpan.FromDays(3) },
        Resumes = [TimeSpan.FromDays(118) + TimeSpan.FromHours(seed)],
        Redeliveries = seed % 4 == 0 ? [TimeSpan.FromDays(121.5)] : [],
        Lifecycle = TimeSpan.FromDays(260),
    };
}
