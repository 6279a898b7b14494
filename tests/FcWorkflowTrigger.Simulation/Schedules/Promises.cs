using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Rules.Sidecars;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Runs.Start;
using FcWorkflowTrigger.Simulation.Cloud;
using FcWorkflowTrigger.Simulation.Engine;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Simulation.Schedules;

/// <summary>Checks what must be true when a schedule has ended. <c>OssBucket</c> checks at every write that no record is overwritten.</summary>
internal static class Promises
{
    private const int MaxPaid = 2;

    /// <returns>The number of runs that their callback has ended, not a sweep.</returns>
    /// <exception cref="ViolationException">The first broken promise.</exception>
    public static int Check(Scenario scenario, SimulatedDeployment deployment)
    {
        var byCallback = 0;

        if (deployment.HasMarkers)
        {
            throw new ViolationException("A marker is left, although no run is unfinished.");
        }

        IndexPromises.Check(deployment);
        CheckResent(deployment);

        if (deployment is { Collector.Answers: true, Untold: { } untold } && scenario.Lifecycle == TimeSpan.Zero)
        {
            throw new ViolationException($"Run {untold} has ended, and the collector was not told.");
        }

        if (scenario.Lifecycle == TimeSpan.Zero)
        {
            CheckAsked(deployment);
        }

        foreach (var upload in deployment.Runs)
        {
            var id = SimulatedDeployment.RunOf(upload);
            var tasks = deployment.Ims.Tasks.Where(task => UserData.ParseRunId(task.UserData) == id).ToArray();

            if (deployment.TryRead(id) is not { } run || (run is WorkflowRun.Unclaimed && scenario.Lifecycle > TimeSpan.Zero))
            {
                // Records have expired: what is left to promise is that nothing was paid for twice.
                CheckOnce(upload, tasks.Length);
                continue;
            }

            byCallback += run is WorkflowRun.Finished { End: DoneRecord { How: "callback" } } ? 1 : 0;
            CountCancellation(deployment, run);
            CheckEnd(run, tasks);
            CheckTaskUserData(upload, tasks);
            CheckPaid(upload, tasks.Length, Resumes(deployment, run));
            CheckDelivered(deployment, run);
            CheckOverdue(deployment, run);
            CheckSidecar(scenario, deployment, upload, run, tasks);

            if (scenario.KeepsAssumptions)
            {
                CheckStarts(run, upload, tasks.Length);
            }
        }

        if (scenario.KeepsAssumptions && scenario.Lifecycle == TimeSpan.Zero)
        {
            new BudgetPromises(scenario, deployment).CheckDays();
            IdenticalPromises.Check(scenario, deployment);
            BackfillPromises.Check(scenario, deployment);
            QuietPromises.Check(scenario, deployment);
            CatchUpPromises.Check(scenario, deployment);
        }

        if (scenario.Marks)
        {
            MarkPromises.Check(deployment);
        }

        return byCallback;
    }

    /// <summary>Each task is of a run of an upload, or of a run that a person asked for.</summary>
    private static void CheckAsked(SimulatedDeployment deployment)
    {
        var runs = deployment.Runs.Select(SimulatedDeployment.RunOf).ToHashSet();

        if (deployment.Ims.Tasks.FirstOrDefault(task => !runs.Contains(UserData.ParseRunId(task.UserData)!.Value)) is { } task)
        {
            throw new ViolationException($"Task {task.TaskId} is of a run that no upload and no operator asked for.");
        }

        for (var redriven = deployment.Asked.Count(); redriven < runs.Count; redriven++)
        {
            deployment.Loop.Counts.Increment(Situation.RedrivenRun);
        }
    }

    /// <summary>Whoever starts the run, and however often, sends the fields of the claim.</summary>
    private static void CheckTaskUserData(Upload upload, ImsTask[] tasks)
    {
        if (SimulatedDeployment.HasTaskUserData(upload) && tasks.FirstOrDefault(task => !task.UserData.EndsWith($",\"file\":\"{upload.Name}\"}}", StringComparison.Ordinal)) is { } task)
        {
            throw new ViolationException($"Task {task.TaskId} lacks the fields of its rule: {task.UserData}");
        }
    }

    private static void CountCancellation(SimulatedDeployment deployment, WorkflowRun run)
    {
        if (run is WorkflowRun.Finished { End: CancelRecord { Reason: CancelRecord.OverBudget or CancelRecord.Identical } cancel })
        {
            deployment.Loop.Counts.Increment(cancel.Reason == CancelRecord.OverBudget ? Situation.OverBudget : Situation.IdenticalUpload);
        }
    }

    private static void CheckDelivered(SimulatedDeployment deployment, WorkflowRun run)
    {
        if (deployment.Receiver?.HasReceived(run.Id, run.History.Records[^1].Seq) == false)
        {
            throw new ViolationException($"Run {run.Id} ended, and its outcome was not delivered.");
        }
    }

    /// <summary>That a task is overdue is recorded once, not before its time, and told.</summary>
    private static void CheckOverdue(SimulatedDeployment deployment, WorkflowRun run)
    {
        foreach (var overdue in run.History.Records.OfType<OverdueRecord>())
        {
            deployment.Loop.Counts.Increment(Situation.OverdueTask);
            var start = run.History.Records.Take(overdue.Seq).OfType<StartedRecord>().Single();

            if (overdue != run.History.Records.OfType<OverdueRecord>().First() || overdue.At < start.At.AddMinutes(2))
            {
                throw new ViolationException($"Run {run.Id} is recorded as overdue twice, or too early: at {overdue.At:u}, started at {start.At:u}.");
            }

            if (deployment.Receiver?.HasReceived(run.Id, overdue.Seq) == false)
            {
                throw new ViolationException($"Run {run.Id} was overdue, and that was not delivered.");
            }
        }
    }

    private static void CheckResent(SimulatedDeployment deployment)
    {
        foreach (var (run, end, at) in deployment.Resent)
        {
            if (deployment.Receiver?.LastReceived(run, end) < at)
            {
                throw new ViolationException($"An operator had outcome {end} of run {run} sent again, and it was not delivered again.");
            }
        }
    }

    private static void CheckSidecar(Scenario scenario, SimulatedDeployment deployment, Upload upload, WorkflowRun run, ImsTask[] tasks)
    {
        if (SidecarPolicy.Parse(scenario.Sidecar) is not { } policy)
        {
            return;
        }

        var sidecars = deployment.Sidecars.Where(sidecar => sidecar.Key == upload.Key).ToArray();
        var last = upload.Time + (policy.Wait ?? deployment.Options.GiveUpAfter);

        if (sidecars.Any(sidecar => sidecar.At < last)
            && (tasks.Any(task => task.WorkflowId != SimulatedDeployment.SidecarWorkflow) || run is WorkflowRun.Finished { End: CancelRecord { Reason: CancelRecord.SidecarMissing } }))
        {
            throw new ViolationException($"Run {run.Id} continued without its sidecar, although its sidecar was there in time.");
        }

        if (sidecars.Length == 0 && tasks.Any(task => policy.Required || task.WorkflowId == SimulatedDeployment.SidecarWorkflow))
        {
            throw new ViolationException($"Run {run.Id} was started by a sidecar that never existed.");
        }
    }

    /// <summary>Holds also when the list of IMS hides tasks.</summary>
    private static void CheckPaid(Upload upload, int tasks, int resumes)
    {
        if (tasks > MaxPaid + resumes)
        {
            throw new ViolationException($"{upload} was paid for {tasks} times, with {resumes} resumptions: more than a broken list excuses.");
        }
    }

    /// <summary>How often a person let the run go on after a start that could not be found.</summary>
    private static int Resumes(SimulatedDeployment deployment, WorkflowRun run)
    {
        var parks = run.History.Records.Count(record => record is ParkRecord { Reason: ParkRecord.StartUnknown });

        for (var park = 0; park < parks; park++)
        {
            deployment.Loop.Counts.Increment(Situation.StartLeftToPerson);
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
            throw new ViolationException($"Run {run.Id} ended as not started, and IMS runs its task.");
        }
    }

    private static void CheckEnd(WorkflowRun run, ImsTask[] tasks)
    {
        if (!run.IsOver)
        {
            throw new ViolationException($"Run {run.Id} is {run.GetType().Name}, and no marker is left for reconcile.");
        }

        if (run is WorkflowRun.Finished { End: DoneRecord done }
            && tasks.SingleOrDefault(task => task.TaskId == done.Task.TaskId)?.Outcome is var outcome
            && !string.Equals(done.Task.Status, outcome, StringComparison.Ordinal))
        {
            throw new ViolationException($"Run {run.Id} is recorded as {done.Task.Status}; the status in IMS is {outcome ?? "unknown"}.");
        }
    }
}
