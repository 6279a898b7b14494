using System.Text;
using FcWorkflowTrigger.Simulation.Cloud;
using FcWorkflowTrigger.Simulation.Engine;
using FcWorkflowTrigger.Simulation.Mutations;

namespace FcWorkflowTrigger.Simulation.Schedules;

/// <summary>Plays one story to its quiet end and holds it against the promises.</summary>
internal static class Schedule
{
    private static readonly TimeSpan NeverQuiet = TimeSpan.FromDays(20);
    private static readonly byte[] Timer = Encoding.UTF8.GetBytes("""{"triggerName":"timerTrigger","payload":""}""");

    /// <summary>The story that a seed tells, with everything its dice decide.</summary>
    public static Ending Play(int seed, Mutation mutation = Mutation.None, bool traced = false)
    {
        var dice = new Dice(seed);
        return Play(RandomScenario.Draw(dice), dice, null, mutation, traced);
    }

    /// <param name="strike">The one thing that goes wrong; null leaves that to the scenario.</param>
    public static Ending Play(Scenario scenario, Dice dice, Strike? strike = null, Mutation mutation = Mutation.None, bool traced = false)
    {
        SimulationContext.Require();
        var loop = new EventLoop(dice, new(traced));
        Ambient.Loop = loop;
        SynchronizationContext.SetSynchronizationContext(new LoopContext(loop));
        var troubles = new Troubles(loop, scenario.Troubles, strike);
        var world = new World(scenario, loop, troubles, mutation);

        var (violation, byCallback) = ToTheEnd(scenario, world);

        return new(violation, troubles.Calls, world.Ims.Tasks.Count, byCallback, loop.Tally, loop.Trace.Lines);
    }

    private static (string? Violation, int ByCallback) ToTheEnd(Scenario scenario, World world)
    {
        try
        {
            Begin(scenario, world);
            ToTheEnd(world, world.Loop.Now + scenario.Lifecycle + NeverQuiet);
            return (null, Promises.Check(scenario, world));
        }
        catch (ViolationException violation)
        {
            return (violation.Message, 0);
        }
    }

    private static void Begin(Scenario scenario, World world)
    {
        foreach (var (at, key) in scenario.Uploads)
        {
            world.Loop.After(at, null, () => world.Upload(key));
        }

        foreach (var (at, key) in scenario.Sidecars)
        {
            world.Loop.After(at, null, () => world.PutSidecar(key));
        }

        foreach (var at in scenario.Resumes)
        {
            world.Loop.After(at, null, world.ResumeAll);
        }

        foreach (var at in scenario.Redeliveries)
        {
            world.Loop.After(at, null, world.Redeliver);
        }

        new BucketLifecycle(world.Loop, world.Bucket).RunFor(scenario.Lifecycle);
        Sweep(scenario, world, TimeSpan.FromMinutes(5));
    }

    /// <summary>The timer fires while anything is unfinished: late, and over sweeps that are not done, if the story says so.</summary>
    private static void Sweep(Scenario scenario, World world, TimeSpan after) => world.Loop.After(after, null, () =>
    {
        if (world.HasMarkers)
        {
            world.Functions.Reconcile(Timer, TimeSpan.Zero);

            if (world.Loop.Dice.Roll(scenario.OperatorCommands))
            {
                world.Decide();
            }

            if (world.Loop.Dice.Roll(scenario.OverlappingSweeps))
            {
                world.Loop.Tally.Count(Met.OverlappingSweep);
                world.Functions.Reconcile(Timer, TimeSpan.FromMilliseconds(world.Loop.Dice.Below(200)));
            }
        }

        if (world.HasMarkers || world.Functions.Pending > 0 || world.Uploads.Count < scenario.Uploads.Count)
        {
            Sweep(scenario, world, world.Loop.Dice.Pick<TimeSpan>([TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(40), TimeSpan.FromHours(3)]));
        }
        else if (world.Loop.HasMore)
        {
            Sweep(scenario, world, TimeSpan.FromHours(6));
        }
    });

    private static void ToTheEnd(World world, DateTimeOffset end)
    {
        while (world.Loop.Step())
        {
            if (world.Loop.Now > end)
            {
                throw new ViolationException("The world never became quiet: something is tried for ever.");
            }
        }
    }
}
