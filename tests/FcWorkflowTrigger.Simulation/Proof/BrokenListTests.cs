using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Runs.Start;
using FcWorkflowTrigger.Simulation.Cloud;
using FcWorkflowTrigger.Simulation.Engine;
using FcWorkflowTrigger.Simulation.Mutations;
using FcWorkflowTrigger.Simulation.Schedules;

namespace FcWorkflowTrigger.Simulation.Proof;

/// <summary>IMS's list lies and replies are lost: then a run may be paid for twice, and once more for each resumption, and no more.</summary>
public sealed class BrokenListTests
{
    private const int Played = 150;

    [Theory]
    [InlineData("HidesTasks", "Slots")]
    [InlineData("HidesTasks", "Append")]
    [InlineData("HidesUserData", "Slots")]
    [InlineData("HidesUserData", "Append")]
    public void A_run_is_paid_for_twice_at_most_and_then_left_to_a_person(string fault, string mode) => SimulationContext.Run(() =>
    {
        var left = 0L;

        for (var seed = 0; seed < Played; seed++)
        {
            var ending = Schedule.Play(FaultyScenario(fault) with { Ledger = Enum.Parse<LedgerMode>(mode) }, new Dice(seed));
            Assert.True(ending.Violation is null, $"Schedule {seed}: {ending.Violation}");
            Assert.InRange(ending.Tasks, 0, fault == "HidesTasks" ? 2 : 1);
            left += ending.Counts.ByName.Single(count => count.Name == nameof(Situation.StartLeftToPerson)).Count;
        }

        Assert.NotEqual(0, left);
    });

    [Fact]
    public void Without_the_bound_it_is_paid_for_more_often() => SimulationContext.Run(() => Assert.Contains(
        Enumerable.Range(0, Played).Select(seed => Schedule.Play(FaultyScenario("HidesTasks"), new Dice(seed), mutation: Mutation.UnboundedStarts)),
        ending => ending is { Tasks: > 2, Violation: not null }));

    private static Scenario FaultyScenario(string fault) => Scenario.Plain with
    {
        Policy = StartPolicy.Resend,
        Faults = new(StartFaultChance: 0.9),
        Ims = new() { List = Enum.Parse<ListFault>(fault), CallbackLoss = 1 },
    };
}
