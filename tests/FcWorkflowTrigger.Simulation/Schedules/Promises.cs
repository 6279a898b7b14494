using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Rules.Sidecars;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Runs.Start;
using FcWorkflowTrigger.Simulation.Cloud;
using FcWorkflowTrigger.Simulation.Engine;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Simulation.Schedules;

/// <summary>What must be true once everything is quiet. That no record is overwritten is watched at every write.</summary>
internal static class Promises
{
    private const int PaidAtMost = 2;

    /// <returns>How many runs were ended by their callback and not by a sweep.</returns>
    /// <exception cref="ViolationException">The first promise found broken.</exception>
    public static int Check(Scenario scenario, World world)
    {
        var byCallback = 0;

        if (world.HasMarkers)
        {
            throw new ViolationException("A marker stands, and nothing is unfinished.");
        }

        foreach (var upload in world.Uploads)
        {
            var id = RunId.Create(upload, World.RuleName);
            var tasks = world.Ims.Tasks.Where(task => UserData.RunOf(task.UserData) == id).ToArray();

            if (world.TryRead(id) is not { } run || (run is WorkflowRun.Unclaimed && scenario.Lifecycle > TimeSpan.Zero))
            {
                // Records have expired: what is left to promise is that nothing was paid for twice.
                CheckOnce(upload, tasks.Length);
                continue;
            }

            byCallback += run is WorkflowRun.Finished { End: DoneRecord { How: "callback" } } ? 1 : 0;
            Tell(world, run);
            CheckEnd(run, tasks);
            CheckPaid(upload, tasks.Length, Resumes(world, run));
            CheckTold(world, run);
            CheckSidecar(scenario, world, upload, run, tasks);

            if (scenario.KeepsAssumptions(world.Options))
            {
                CheckStarts(run, upload, tasks.Length);
            }
        }

        if (scenario.KeepsAssumptions(world.Options) && scenario.Lifecycle == TimeSpan.Zero)
        {
            new BudgetPromises(scenario, world).CheckDays();
            IdenticalPromises.Check(scenario, world);
        }

        return byCallback;
    }

    private static void Tell(World world, WorkflowRun run)
    {
        if (run is WorkflowRun.Finished { End: CancelRecord { Reason: CancelRecord.OverBudget or CancelRecord.Identical } cancel })
        {
            world.Loop.Tally.Count(cancel.Reason == CancelRecord.OverBudget ? Met.OverBudget : Met.IdenticalUpload);
        }
    }

    private static void CheckTold(World world, WorkflowRun run)
    {
        if (world.Listener?.Heard(run.Id, run.History.Records[^1].Seq) == false)
        {
            throw new ViolationException($"Run {run.Id} ended, and nobody was told.");
        }
    }

    private static void CheckSidecar(Scenario scenario, World world, Upload upload, WorkflowRun run, ImsTask[] tasks)
    {
        if (SidecarPolicy.Parse(scenario.Sidecar) is not { } policy)
        {
            return;
        }

        var sidecars = world.Sidecars.Where(sidecar => sidecar.Key == upload.Key).ToArray();
        var last = upload.Time + (policy.Wait ?? world.Options.GiveUpAfter);

        if (sidecars.Any(sidecar => sidecar.At < last)
            && (tasks.Any(task => task.WorkflowId != World.SidecarWorkflow) || run is WorkflowRun.Finished { End: CancelRecord { Reason: CancelRecord.SidecarMissing } }))
        {
            throw new ViolationException($"Run {run.Id} went on without one though its sidecar was there in time.");
        }

        if (sidecars.Length == 0 && tasks.Any(task => policy.Required || task.WorkflowId == World.SidecarWorkflow))
        {
            throw new ViolationException($"Run {run.Id} was started by a sidecar that never was.");
        }
    }

    /// <summary>Whatever IMS's list shows or hides.</summary>
    private static void CheckPaid(Upload upload, int tasks, int resumes)
    {
        if (tasks > PaidAtMost + resumes)
        {
            throw new ViolationException($"{upload} was paid for {tasks} times, with {resumes} resumptions: more than a broken list excuses.");
        }
    }

    /// <summary>How often a person let the run go on after a start that could not be found.</summary>
    private static int Resumes(World world, WorkflowRun run)
    {
        var parks = run.History.Records.Count(record => record is ParkRecord { Reason: ParkRecord.StartUnknown });

        for (var park = 0; park < parks; park++)
        {
            world.Loop.Tally.Count(Met.StartLeftToPerson);
        }

        return run is WorkflowRun.Parked { Park.Reason: ParkRecord.StartUnknown } ? parks - 1 : parks;
    }

    private static void CheckOnce(Upload upload, int tasks)
    {
        if (tasks > 1)
        {
            throw new ViolationException($"{upload} was started {tasks} times.");
        }
    }

    private static void CheckStarts(WorkflowRun run, Upload upload, int tasks)
    {
        CheckOnce(upload, tasks);

        if (run is WorkflowRun.Finished { End: not DoneRecord } && tasks > 0)
        {
            throw new ViolationException($"Run {run.Id} ended unstarted, and IMS runs its task.");
        }
    }

    private static void CheckEnd(WorkflowRun run, ImsTask[] tasks)
    {
        if (!run.IsOver)
        {
            throw new ViolationException($"Run {run.Id} is {run.GetType().Name} and nobody will ever look at it again.");
        }

        if (run is WorkflowRun.Finished { End: DoneRecord done }
            && tasks.SingleOrDefault(task => task.TaskId == done.Task.TaskId)?.Outcome is var outcome
            && !string.Equals(done.Task.Status, outcome, StringComparison.Ordinal))
        {
            throw new ViolationException($"Run {run.Id} is recorded as {done.Task.Status}; IMS says {outcome ?? "nothing of it"}.");
        }
    }
}
