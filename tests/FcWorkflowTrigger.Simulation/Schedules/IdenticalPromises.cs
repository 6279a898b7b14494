using System.Text;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Simulation.Engine;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Simulation.Schedules;

/// <summary>What skipping identical uploads promises: of the runs of a key in the order they were let go, never two of the same bytes in a row succeed.</summary>
internal static class IdenticalPromises
{
    public static void Check(Scenario scenario, World world)
    {
        if (!scenario.SkipsIdentical)
        {
            return;
        }

        var runs = world.Uploads.Select(upload => world.Read(RunId.Create(upload, World.RuleName))).OfType<WorkflowRun.Opened>().ToDictionary(run => run.Id);
        var placed = Placed(world).ToLookup(run => run.KeyHash.ToString());

        foreach (var key in runs.Values.GroupBy(run => run.Id.KeyHash.ToString()))
        {
            CheckLine([.. placed[key.Key].Where(runs.ContainsKey).Select(run => runs[run])]);
        }

        foreach (var run in runs.Values)
        {
            CheckEnd(run, runs, placed[run.Id.KeyHash.ToString()].Contains(run.Id));
        }
    }

    private static IEnumerable<RunId> Placed(World world) => world.Bucket.Objects
        .Where(stored => stored.Key.StartsWith("i/", StringComparison.Ordinal))
        .OrderBy(stored => stored.Key, StringComparer.Ordinal)
        .Select(stored => RunId.TryParse(Encoding.ASCII.GetString(stored.Value.Body), out var run)
            ? run
            : throw new ViolationException($"Place {stored.Key} is nobody's."));

    private static void CheckLine(WorkflowRun.Opened[] line)
    {
        WorkflowRun.Opened? lies = null;

        foreach (var run in line)
        {
            if (Succeeded(run) && lies is not null && lies.Id != run.Id && AreSame(lies, run))
            {
                throw new ViolationException($"The same bytes of {run.Claim.Src.Key} succeeded twice, and nothing had replaced them.");
            }

            lies = Succeeded(run) ? run : lies is not null && AreSame(lies, run) ? lies : null;
        }
    }

    private static void CheckEnd(WorkflowRun.Opened run, Dictionary<RunId, WorkflowRun.Opened> runs, bool isPlaced)
    {
        if (Succeeded(run) && !isPlaced)
        {
            throw new ViolationException($"Run {run.Id} has succeeded out of line.");
        }

        if (run is WorkflowRun.Finished { End: CancelRecord { Reason: CancelRecord.Identical } cancel }
            && !(RunId.TryParse(cancel.Detail, out var first) && runs.TryGetValue(first, out var same) && Succeeded(same) && AreSame(same, run)))
        {
            throw new ViolationException($"Run {run.Id} was skipped for a run of its bytes that did not succeed.");
        }
    }

    private static bool Succeeded(WorkflowRun run) => run is WorkflowRun.Finished { End: DoneRecord { Outcome: "succeeded" } };

    private static bool AreSame(WorkflowRun.Opened one, WorkflowRun.Opened other) => one.Claim.Src.Etag == other.Claim.Src.Etag;
}
