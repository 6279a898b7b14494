using FcWorkflowTrigger.Simulation.Engine;
using FcWorkflowTrigger.Simulation.Schedules;

namespace FcWorkflowTrigger.Simulation.Proof;

/// <summary>What docs/cost.md says of the requests that an object costs whose event was missed.</summary>
public sealed class CatchUpRequestsTests
{
    [Fact]
    public void An_object_that_is_taken_up_costs_nine_calls_beyond_those_of_an_upload_and_of_a_sweep() => SimulationContext.Run(() =>
    {
        var missed = Scenario.Plain with { Silent = [0], CatchUp = TimeSpan.FromDays(1), SweepsEvery = TimeSpan.FromMinutes(5) };
        var sweeps = CountByRequest(missed);
        var upload = CountByRequest(Scenario.Plain)[0];

        // The first sweep comes when the object is too young, the second takes it up.
        Assert.Equal(9, sweeps[1] - sweeps[0] - upload);
    });

    /// <returns>The calls that each invocation has made, in the order in which the invocations began.</returns>
    private static List<int> CountByRequest(Scenario scenario)
    {
        var counts = new List<int>();

        foreach (var line in Schedule.Play(scenario, new Dice(1), new SingleFault(int.MaxValue), traced: true).Trace)
        {
            if (line.Contains(" receives ", StringComparison.Ordinal))
            {
                counts.Add(0);
            }
            else if (line.EndsWith($"[{Fault.None}]", StringComparison.Ordinal))
            {
                counts[^1]++;
            }
        }

        return counts;
    }
}
