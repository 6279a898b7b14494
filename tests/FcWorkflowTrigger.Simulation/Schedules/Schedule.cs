using System.Text;
using FcWorkflowTrigger.Simulation.Cloud;
using FcWorkflowTrigger.Simulation.Engine;
using FcWorkflowTrigger.Simulation.Mutations;

namespace FcWorkflowTrigger.Simulation.Schedules;

/// <summary>Plays one scenario to its end, and checks the promises.</summary>
internal static class Schedule
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromDays(20);
    private static readonly byte[] Timer = Encoding.UTF8.GetBytes("""{"triggerName":"timerTrigger","payload":""}""");

    /// <summary>Plays the random scenario of a seed.</summary>
    public static ScheduleResult Play(int seed, Mutation mutation = Mutation.None, bool traced = false)
    {
        var dice = new Dice(seed);
        return Play(RandomScenario.Draw(dice, new(~seed)), dice, null, mutation, traced);
    }

    /// <param name="singleFault">The only fault of the schedule. Null: the scenario decides.</param>
    public static ScheduleResult Play(Scenario scenario, Dice dice, SingleFault? singleFault = null, Mutation mutation = Mutation.None, bool traced = false)
    {
        SimulationContext.Require();
        var loop = new EventLoop(dice, new(traced));
        Ambient.Loop = loop;
        SynchronizationContext.SetSynchronizationContext(new LoopContext(loop));
        var faults = new FaultInjector(loop, scenario.Faults, singleFault);
        var deployment = new SimulatedDeployment(scenario, loop, faults, mutation);

        var (violation, byCallback) = RunToEnd(scenario, deployment);

        return new(violation, faults.Calls, deployment.Ims.Tasks.Count, byCallback, loop.Counts, loop.Trace.Lines);
    }

    private static (string? Violation, int ByCallback) RunToEnd(Scenario scenario, SimulatedDeployment deployment)
    {
        try
        {
            Begin(scenario, deployment);
            RunToEnd(deployment, deployment.Loop.Now + scenario.Lifecycle + TimeLimit);
            return (null, Promises.Check(scenario, deployment));
        }
        catch (ViolationException violation)
        {
            return (violation.Message, 0);
        }
    }

    private static void Begin(Scenario scenario, SimulatedDeployment deployment)
    {
        foreach (var (at, key) in scenario.Uploads)
        {
            deployment.Loop.After(at, null, () => deployment.Upload(key));
        }

        foreach (var (at, key) in scenario.Sidecars)
        {
            deployment.Loop.After(at, null, () => deployment.PutSidecar(key));
        }

        foreach (var at in scenario.Resumes)
        {
            deployment.Loop.After(at, null, deployment.ResumeAll);
        }

        foreach (var at in scenario.Redrives)
        {
            deployment.Loop.After(at, null, deployment.RedriveAll);
        }

        foreach (var at in scenario.Cancels)
        {
            deployment.Loop.After(at, null, deployment.CancelAll);
        }

        foreach (var at in scenario.Resends)
        {
            deployment.Loop.After(at, null, deployment.ResendAll);
        }

        foreach (var at in scenario.Backfills)
        {
            deployment.Loop.After(at, null, deployment.Backfill);
        }

        foreach (var at in scenario.Deletes)
        {
            deployment.Loop.After(at, null, deployment.DeleteAll);
        }

        foreach (var at in scenario.Redeliveries)
        {
            deployment.Loop.After(at, null, deployment.Redeliver);
        }

        new BucketLifecycle(deployment.Loop, deployment.Bucket).RunFor(scenario.Lifecycle);
        Sweep(scenario, deployment, TimeSpan.FromMinutes(5));
    }

    /// <summary>Fires the timer of reconcile while a run is unfinished. Sweeps can be late and can overlap, if the scenario has that.</summary>
    private static void Sweep(Scenario scenario, SimulatedDeployment deployment, TimeSpan after) => deployment.Loop.After(after, null, () =>
    {
        if (deployment.HasMarkers || deployment.HasUntold || deployment.HasUnseen)
        {
            deployment.CountSweep();
            deployment.Functions.Reconcile(Timer, TimeSpan.Zero);

            if (deployment.Loop.Dice.Roll(scenario.OperatorCommands))
            {
                deployment.SendOperatorCommand();
            }

            if (scenario.ResendsAtSweeps > 0 && deployment.Loop.Dice.Roll(scenario.ResendsAtSweeps))
            {
                deployment.ResendAll();
            }

            if (deployment.Loop.Dice.Roll(scenario.OverlappingSweeps))
            {
                deployment.Loop.Counts.Increment(Situation.OverlappingSweep);
                deployment.Functions.Reconcile(Timer, TimeSpan.FromMilliseconds(deployment.Loop.Dice.Below(200)));
            }
        }

        if (deployment.HasMarkers || deployment.HasUntold || deployment.HasUnseen || deployment.Functions.Pending > 0 || deployment.Uploads.Count < scenario.Uploads.Count || deployment.Backfilled.Count < scenario.Backfills.Count)
        {
            Sweep(
                scenario,
                deployment,
                scenario.SweepsEvery ?? deployment.Loop.Dice.Pick<TimeSpan>([TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(40), TimeSpan.FromHours(3)]));
        }
        else if (deployment.Loop.HasMore)
        {
            Sweep(scenario, deployment, TimeSpan.FromHours(6));
        }
        // Not where an asset is replaced: a run that is resumed after another has replaced its asset is given the deleted one by the token of its registration (docs/guarantees.md).
        else if (scenario.Replaced.Count == 0 && deployment.Loop.Dice.Roll(scenario.OperatorCommands) && deployment.DecideAboutParked())
        {
            Sweep(scenario, deployment, TimeSpan.FromMinutes(5));
        }
    });

    private static void RunToEnd(SimulatedDeployment deployment, DateTimeOffset end)
    {
        while (deployment.Loop.Step())
        {
            if (deployment.Loop.Now > end)
            {
                throw new ViolationException($"The schedule did not end within {TimeLimit.TotalDays:0} days: the functions retry for ever.");
            }
        }
    }
}
