using FcWorkflowTrigger.Simulation.Engine;
using FcWorkflowTrigger.Simulation.Schedules;

namespace FcWorkflowTrigger.Simulation.Proof;

/// <summary>The first 1,500 of the random schedules. The gate plays 100,000.</summary>
public sealed class RandomScheduleTests
{
    private const int Played = 1500;

    [Fact]
    public void Every_promise_is_kept_and_every_fault_and_situation_occurs() => SimulationContext.Run(() =>
    {
        var counts = new FaultCounts();

        for (var seed = 0; seed < Played; seed++)
        {
            var result = Schedule.Play(seed);
            Assert.True(result.Violation is null, $"Schedule {seed}: {result.Violation}");
            counts.Add(result.Counts);
        }

        Assert.Empty(counts.ByName.Where(entry => entry.Count == 0).Select(entry => entry.Name));
    });

    [Fact]
    public void The_same_seed_gives_exactly_the_same_trace() => SimulationContext.Run(() =>
    {
        for (var seed = 0; seed < 25; seed++)
        {
            var first = Schedule.Play(seed, traced: true);

            Assert.NotEmpty(first.Trace);
            Assert.Equal(first.Trace, Schedule.Play(seed, traced: true).Trace);
        }
    });
}
