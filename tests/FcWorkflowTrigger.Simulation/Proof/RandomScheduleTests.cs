using FcWorkflowTrigger.Simulation.Engine;
using FcWorkflowTrigger.Simulation.Schedules;

namespace FcWorkflowTrigger.Simulation.Proof;

/// <summary>The first of the random schedules; the gate plays a hundred thousand.</summary>
public sealed class RandomScheduleTests
{
    private const int Played = 1500;

    [Fact]
    public void Every_promise_is_kept_and_every_kind_of_trouble_is_met() => SimulationContext.Run(() =>
    {
        var tally = new Tally();

        for (var seed = 0; seed < Played; seed++)
        {
            var ending = Schedule.Play(seed);
            Assert.True(ending.Violation is null, $"Schedule {seed}: {ending.Violation}");
            tally.Add(ending.Tally);
        }

        Assert.Empty(tally.Counts.Where(met => met.Count == 0).Select(met => met.Name));
    });

    [Fact]
    public void The_same_seed_tells_the_same_story_to_the_letter() => SimulationContext.Run(() =>
    {
        for (var seed = 0; seed < 25; seed++)
        {
            var first = Schedule.Play(seed, traced: true);

            Assert.NotEmpty(first.Trace);
            Assert.Equal(first.Trace, Schedule.Play(seed, traced: true).Trace);
        }
    });
}
