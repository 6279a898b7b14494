using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Runs.Gates;
using FcWorkflowTrigger.Runs.Start;
using FcWorkflowTrigger.Simulation.Engine;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Simulation.Schedules;

/// <summary>Checks what a rule with <c>quietFor</c> promises: of the uploads of a key within its quiet only the last is paid for, and none is lost.</summary>
internal static class QuietPromises
{
    // The clock of a process is right to two seconds, its Date header is cut to the second, and the times of events may be wrong.
    private static readonly TimeSpan ClockError = TimeSpan.FromSeconds(4);

    /// <param name="At">When OSS took it. Its event may tell another time.</param>
    /// <param name="Run">Null for an upload without an event.</param>
    /// <param name="ClaimedAt">By the clock of OSS: that of a process may be wrong.</param>
    private sealed record Written(Upload Upload, DateTimeOffset At, WorkflowRun.Opened? Run, DateTimeOffset? ClaimedAt, int Tasks)
    {
        /// <summary>Its event came when its key had been quiet already, so another run may have looked and begun before.</summary>
        public bool IsLate(TimeSpan quiet) => ClaimedAt is not { } claimed || claimed - At >= quiet - ClockError;
    }

    public static void Check(Scenario scenario, SimulatedDeployment deployment)
    {
        if (scenario.QuietFor is not { } quiet)
        {
            return;
        }

        var moment = QuietGate.SameMoment + (2 * scenario.EventClockError);

        foreach (var key in Read(scenario, deployment).GroupBy(upload => upload.Upload.Key))
        {
            Written[] uploads = [.. key];

            foreach (var (number, upload) in uploads.Index())
            {
                CheckPaid(upload, uploads[(number + 1)..], quiet, moment);
            }

            CheckLast(scenario, uploads, moment);
        }

        foreach (var run in deployment.Asked.Select(asked => deployment.Read(SimulatedDeployment.RunOf(asked))).OfType<WorkflowRun.Finished>())
        {
            CheckSuperseded(deployment, run);
        }
    }

    private static IEnumerable<Written> Read(Scenario scenario, SimulatedDeployment deployment)
    {
        foreach (var (number, upload) in deployment.Uploads.Index())
        {
            var id = SimulatedDeployment.RunOf(upload);
            var run = scenario.Silent.Contains(number) ? null : deployment.Read(id) as WorkflowRun.Opened;
            var first = scenario.Ledger == LedgerMode.Slots ? LedgerKeys.Slot(id, 0) : LedgerKeys.Lines(id);
            yield return new(upload, deployment.UploadedAt[number], run, run is null ? null : deployment.Bucket.BornAt(first), Tasks(deployment, id));
        }
    }

    private static void CheckPaid(Written upload, IReadOnlyList<Written> later, TimeSpan quiet, TimeSpan moment)
    {
        if (upload.Tasks == 0)
        {
            return;
        }

        foreach (var (number, other) in later.Index().Where(other => other.Item.At - upload.At < quiet - ClockError))
        {
            // Its bytes were written once more after the other's: by an upload whose event had not come, or at the same moment, where one of the two is paid for.
            var isLast = later.Skip(number + 1).Any(again => IsSame(again, upload) && (again.IsLate(quiet) || again.At - upload.At < moment));

            if (IsSame(other, upload) ? other.Tasks > 0 && !other.IsLate(quiet) && !upload.IsLate(quiet) : !isLast)
            {
                throw new ViolationException($"{upload.Upload} was paid for, and a later upload of its key came within its quiet.");
            }
        }
    }

    private static bool IsSame(Written one, Written other) => one.Upload.ETag == other.Upload.ETag;

    /// <summary>The last upload of a key ends for no other, except for one of the same bytes at the same moment.</summary>
    private static void CheckLast(Scenario scenario, Written[] uploads, TimeSpan moment)
    {
        if (scenario.Deletes.Count == 0
            && uploads[^1] is { Run: WorkflowRun.Finished { End: CancelRecord { IsOfFormerBytes: true } end } } last
            && !uploads[..^1].Any(twin => twin.Run?.Id.Value == end.Detail && IsSame(twin, last) && last.At - twin.At < moment))
        {
            throw new ViolationException($"{last.Upload} was the last of its key, and its run ended as {end.Reason} ({end.Detail}).");
        }
    }

    /// <summary>A run ends for a later upload only when that has a run, and following the names leads to one that did not end so.</summary>
    private static void CheckSuperseded(SimulatedDeployment deployment, WorkflowRun.Finished run)
    {
        if (run.End is CancelRecord { IsOfFormerBytes: true } former)
        {
            deployment.Loop.Counts.Increment(former.Reason == CancelRecord.Superseded ? Situation.Superseded : Situation.ReplacedBeforeStart);

            if (Tasks(deployment, run.Id) > 0)
            {
                throw new ViolationException($"Run {run.Id} ended as {former.Reason}, and was paid for.");
            }
        }

        var seen = new HashSet<RunId> { run.Id };

        for (WorkflowRun.Opened at = run; at is WorkflowRun.Finished { End: CancelRecord { Reason: CancelRecord.Superseded } end };)
        {
            if (!RunId.TryParse(end.Detail, out var id) || deployment.Read(id) is not WorkflowRun.Opened next || !seen.Add(id))
            {
                throw new ViolationException($"Run {at.Id} ended for run {end.Detail}, which is not in the ledger, or ended for it.");
            }

            if (next.Claim.Rule != at.Claim.Rule || next.Claim.Src.Key != at.Claim.Src.Key || next.Claim.Src.ToUpload().Time < at.Claim.Src.ToUpload().Time - QuietGate.SameMoment)
            {
                throw new ViolationException($"Run {at.Id} ended for run {next.Id}, which is of no later upload of its key and rule.");
            }

            at = next;
        }
    }

    private static int Tasks(SimulatedDeployment deployment, RunId run) => deployment.Ims.Tasks.Count(task => UserData.ParseRunId(task.UserData) == run);
}
