using System.Text;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Simulation.Engine;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Simulation.Schedules;

/// <summary>Checks the promise of skipped identical uploads: of the runs of one key, in the order of their starts, two with the same bytes never succeed one after the other.</summary>
internal static class IdenticalPromises
{
    public static void Check(Scenario scenario, SimulatedDeployment deployment)
    {
        if (!scenario.SkipsIdentical)
        {
            return;
        }

        var runs = deployment.Runs.Select(upload => deployment.Read(SimulatedDeployment.RunOf(upload))).OfType<WorkflowRun.Opened>().ToDictionary(run => run.Id);
        var placed = Placed(deployment).ToLookup(run => run.KeyHash.ToString());

        foreach (var key in runs.Values.GroupBy(run => run.Id.KeyHash.ToString()))
        {
            CheckLine([.. placed[key.Key].Where(runs.ContainsKey).Select(run => runs[run])]);
        }

        foreach (var run in runs.Values)
        {
            CheckEnd(run, runs, placed[run.Id.KeyHash.ToString()].Contains(run.Id));
        }
    }

    private static IEnumerable<RunId> Placed(SimulatedDeployment deployment) => deployment.Bucket.Objects
        .Where(stored => stored.Key.StartsWith("i/", StringComparison.Ordinal))
        .OrderBy(stored => stored.Key, StringComparer.Ordinal)
        .Select(stored => RunId.TryParse(Encoding.ASCII.GetString(stored.Value.Body), out var run)
            ? run
            : throw new ViolationException($"Place {stored.Key} holds no run id."));

    private static void CheckLine(WorkflowRun.Opened[] line)
    {
        WorkflowRun.Opened? last = null;

        foreach (var run in line)
        {
            if (Succeeded(run) && last is not null && last.Id != run.Id && AreSame(last, run))
            {
                throw new ViolationException($"The same bytes of {run.Claim.Src.Key} succeeded twice, and no other bytes had replaced them.");
            }

            last = Succeeded(run) ? run : last is not null && AreSame(last, run) ? last : null;
        }
    }

    private static void CheckEnd(WorkflowRun.Opened run, Dictionary<RunId, WorkflowRun.Opened> runs, bool isPlaced)
    {
        if (Succeeded(run) && !isPlaced)
        {
            throw new ViolationException($"Run {run.Id} has succeeded without a place in the order of its key.");
        }

        if (run is WorkflowRun.Finished { End: CancelRecord { Reason: CancelRecord.Identical } cancel }
            && !(RunId.TryParse(cancel.Detail, out var first) && runs.TryGetValue(first, out var same) && Succeeded(same) && AreSame(same, run)))
        {
            throw new ViolationException($"Run {run.Id} was skipped for a run of the same bytes that did not succeed.");
        }
    }

    private static bool Succeeded(WorkflowRun run) => run is WorkflowRun.Finished { End: DoneRecord { Outcome: "succeeded" } };

    private static bool AreSame(WorkflowRun.Opened one, WorkflowRun.Opened other) => one.Claim.Src.Etag == other.Claim.Src.Etag;
}
