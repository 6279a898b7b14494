namespace FcWorkflowTrigger.Benchmarks.Soak;

/// <summary>One run as the ledger tells it.</summary>
/// <param name="End">How it ended: <c>succeeded</c>, <c>failed</c>, <c>canceled</c> by IMS; otherwise the state it is left in.</param>
/// <param name="TaskId">The task of its end; null while it has none.</param>
internal sealed record LedgerRun(string RunId, string Key, string End, string? TaskId);

/// <summary>Holds what was uploaded, what the ledger tells and what IMS was asked to do against each other.</summary>
internal static class RunCheck
{
    /// <param name="uploads">How often each key was uploaded.</param>
    /// <param name="tasks">Every task IMS accepted, with the key of its object.</param>
    /// <returns>Everything that is not one upload, one run, one task, one end; each a sentence.</returns>
    public static IEnumerable<string> Problems(
        IReadOnlyDictionary<string, int> uploads, IReadOnlyList<LedgerRun> runs, IReadOnlyList<(string TaskId, string Key)> tasks)
    {
        var runsOfKey = runs.ToLookup(run => run.Key);
        var tasksOfKey = tasks.ToLookup(task => task.Key, task => task.TaskId);

        foreach (var (key, times) in uploads)
        {
            foreach (var problem in Problems(key, times, [.. runsOfKey[key]], [.. tasksOfKey[key]]))
            {
                yield return problem;
            }
        }

        foreach (var stray in tasks.Where(task => !uploads.ContainsKey(task.Key)))
        {
            yield return $"TASK-OF-NOTHING: task {stray.TaskId} is for {stray.Key}, which nobody uploaded.";
        }
    }

    private static IEnumerable<string> Problems(string key, int times, LedgerRun[] runs, HashSet<string> tasks)
    {
        if (runs.Length != times)
        {
            yield return $"RUNS-MISCOUNTED: {key} was uploaded {times} times and has {runs.Length} runs: {Ids(runs)}. Look at ingest's log for the key.";
        }

        if (tasks.Count != times)
        {
            yield return $"TASKS-MISCOUNTED: {key} was uploaded {times} times and has {tasks.Count} tasks: {string.Join(' ', tasks)}. Look at the intents of {Ids(runs)}.";
        }

        foreach (var run in runs.Where(run => run.TaskId is null))
        {
            yield return $"RUN-OPEN: run {run.RunId} of {key} is {run.End}. Look at its log in the ledger and at reconcile's.";
        }

        foreach (var run in runs.Where(run => run.TaskId is { } task && !tasks.Remove(task)))
        {
            yield return $"TASK-UNKNOWN: run {run.RunId} of {key} ended with task {run.TaskId}, which IMS never made for it, or which is another run's.";
        }
    }

    private static string Ids(LedgerRun[] runs) => runs.Length == 0 ? "no run" : string.Join(' ', runs.Select(run => run.RunId));
}
