using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Simulation.Cloud;
using FcWorkflowTrigger.Simulation.Engine;

namespace FcWorkflowTrigger.Simulation.Schedules;

/// <summary>Checks the promises of the lists that people read: each end has its entry and no other, and exactly the parked and the waiting runs are marked as such.</summary>
internal static class IndexPromises
{
    public static void Check(SimulatedDeployment deployment)
    {
        var keys = deployment.Bucket.Objects.Select(stored => stored.Key).ToHashSet(StringComparer.Ordinal);

        foreach (var upload in deployment.Runs)
        {
            if (deployment.TryRead(SimulatedDeployment.RunOf(upload)) is { } run)
            {
                CheckRun(run, keys, deployment.Loop.Now);
            }
        }

        foreach (var key in keys.Where(key => key.StartsWith($"{EndEntry.Root}/", StringComparison.Ordinal)))
        {
            CheckEntry(deployment, key);
        }
    }

    private static void CheckRun(WorkflowRun run, HashSet<string> keys, DateTimeOffset now)
    {
        // The lifecycle deletes an entry as it deletes the records of its run.
        if (EndEntry.From(run.History) is { } entry && !keys.Contains(entry.Key) && run.History.Records[^1].At.AddDays(BucketLifecycle.RecordDays) > now)
        {
            throw new ViolationException($"Run {run.Id} has ended, and its end has no entry in the index.");
        }

        if (run is WorkflowRun.Parked != keys.Contains(LedgerKeys.Parked(run.Id)))
        {
            throw new ViolationException($"Run {run.Id} is {run.GetType().Name}, and is {(run is WorkflowRun.Parked ? "not " : "")}marked as parked.");
        }

        if (run is WorkflowRun.Waiting != keys.Contains(new RunMark(run.Id, IsWaiting: true).Key))
        {
            throw new ViolationException($"Run {run.Id} is {run.GetType().Name}, and is {(run is WorkflowRun.Waiting ? "not " : "")}marked as waiting.");
        }
    }

    private static void CheckEntry(SimulatedDeployment deployment, string key)
    {
        if (!EndEntry.TryParse(key, out var entry))
        {
            throw new ViolationException($"The entry {key} of the index cannot be read.");
        }

        // The records of a run expire in no order, and its entry with them.
        if (deployment.TryRead(entry.Run) is WorkflowRun.Opened run && EndEntry.From(run.History)?.Key != key)
        {
            throw new ViolationException($"The index has the entry {key}; run {run.Id} is {run.GetType().Name}.");
        }
    }
}
