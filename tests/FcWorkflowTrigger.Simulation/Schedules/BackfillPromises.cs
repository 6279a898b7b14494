using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Runs.Gates;
using FcWorkflowTrigger.Runs.Start;
using FcWorkflowTrigger.Simulation.Engine;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Simulation.Schedules;

/// <summary>Checks what a backfill promises: an upload that an event and a backfill have each opened a run for is started once, and no object is lost between the two.</summary>
internal static class BackfillPromises
{
    // How far the time of an upload and the time of its object may differ, and still mean the same upload.
    private static readonly TimeSpan SameTime = TimeSpan.FromMinutes(5);

    public static void Check(Scenario scenario, SimulatedDeployment deployment)
    {
        foreach (var (number, upload) in deployment.Uploads.Index())
        {
            var backfill = deployment.Read(SimulatedDeployment.RunOf(upload.AsBackfill()));

            if (!scenario.Silent.Contains(number))
            {
                CheckPair(deployment, upload, deployment.Read(SimulatedDeployment.RunOf(upload)), backfill);
            }
            else if (IsBackfilled(deployment, upload) && backfill is not WorkflowRun.Opened && !HasOtherRun(deployment, upload))
            {
                throw new ViolationException($"{upload} was backfilled, and its bytes have no run.");
            }
        }

        foreach (var run in deployment.Asked.Where(asked => asked.IsBackfill).Select(asked => deployment.Read(SimulatedDeployment.RunOf(asked))))
        {
            CheckYield(deployment, run);
        }
    }

    private static void CheckPair(SimulatedDeployment deployment, Upload upload, WorkflowRun run, WorkflowRun backfill)
    {
        var yields = run is WorkflowRun.Finished { End: CancelRecord { Reason: CancelRecord.Backfilled } };

        if (yields)
        {
            deployment.Loop.Counts.Increment(Situation.EventAfterBackfill);
        }

        if (yields && !(backfill is WorkflowRun.Opened && HasIntent(backfill)))
        {
            throw new ViolationException($"Run {run.Id} was left to run {backfill.Id} of a backfill, which was not about to start.");
        }

        if (backfill is not WorkflowRun.Opened { Claim.Src: var taken } || (deployment.TimeOf(upload) - taken.ToUpload().Time)?.Duration() is not { } apart)
        {
            return;
        }

        if (yields && apart > SameTime)
        {
            throw new ViolationException($"Run {run.Id} was left to a backfill of another upload of the same bytes.");
        }

        // The time of an object has no fractions of a second.
        if (apart < TimeSpan.FromSeconds(1) && Tasks(deployment, run.Id) + Tasks(deployment, backfill.Id) > 1)
        {
            throw new ViolationException($"{upload} was started {Tasks(deployment, run.Id) + Tasks(deployment, backfill.Id)} times, by its event and by a backfill.");
        }
    }

    private static void CheckYield(SimulatedDeployment deployment, WorkflowRun backfill)
    {
        if (backfill is not WorkflowRun.Finished { End: CancelRecord { Reason: CancelRecord.AlreadyRun } end })
        {
            deployment.Loop.Counts.Increment(Situation.BackfilledObject);
            return;
        }

        deployment.Loop.Counts.Increment(Situation.BackfillAfterEvent);

        if (!RunId.TryParse(end.Detail, out var other) || deployment.Read(other) is not WorkflowRun.Opened first || first is WorkflowRun.Finished { End: CancelRecord { Reason: CancelRecord.Backfilled } })
        {
            throw new ViolationException($"Run {backfill.Id} of a backfill was left to run {end.Detail}, which was left to it.");
        }
    }

    // Bytes that were uploaded again before the backfill, or have a run of another upload, are not this object any more.
    private static bool IsBackfilled(SimulatedDeployment deployment, Upload upload) =>
        deployment.Backfilled.Any(at => upload.Time + BackfillGate.MinAge + TimeSpan.FromMinutes(1) <= at)
        && !deployment.Uploads.Any(later => later.Key == upload.Key && later.Time > upload.Time);

    private static bool HasOtherRun(SimulatedDeployment deployment, Upload upload) =>
        deployment.Uploads.Any(other => other != upload && other.Key == upload.Key && deployment.TryRead(SimulatedDeployment.RunOf(other)) is WorkflowRun.Opened);

    private static bool HasIntent(WorkflowRun run) => run.History.Records.Any(record => record is IntentRecord);

    private static int Tasks(SimulatedDeployment deployment, RunId run) => deployment.Ims.Tasks.Count(task => UserData.ParseRunId(task.UserData) == run);
}
