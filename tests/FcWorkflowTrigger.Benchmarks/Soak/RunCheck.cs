namespace FcWorkflowTrigger.Benchmarks.Soak;

/// <summary>One run in the ledger.</summary>
/// <param name="End">The outcome: <c>succeeded</c>, <c>failed</c> or <c>canceled</c> by IMS; otherwise the state of the run.</param>
/// <param name="TaskId">The task of the ended run; null while the run has not ended.</param>
internal sealed record LedgerRun(string RunId, string Key, string End, string? TaskId);

/// <summary>Compares the uploads, the runs in the ledger and the tasks in IMS.</summary>
internal static class RunCheck
{
    /// <param name="uploads">The number of uploads of each key.</param>
    /// <param name="tasks">Every task that IMS accepted, with the key of its object.</param>
    /// <returns>One sentence for each violation of "one upload, one run, one task, one end".</returns>
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
            yield return $"TASK-OF-NOTHING: task {stray.TaskId} is for {stray.Key}, which was not uploaded.";
        }
    }

    private static IEnumerable<string> Problems(string key, int times, LedgerRun[] runs, HashSet<string> tasks)
    {
        if (runs.Length != times)
        {
            yield return $"RUNS-MISCOUNTED: {key} was uploaded {times} times and has {runs.Length} runs: {Ids(runs)}. Search the log of ingest for the key.";
        }

        if (tasks.Count != times)
        {
            yield return $"TASKS-MISCOUNTED: {key} was uploaded {times} times and has {tasks.Count} tasks: {string.Join(' ', tasks)}. Look at the intents of {Ids(runs)}.";
        }

        foreach (var run in runs.Where(run => run.TaskId is null))
        {
            yield return $"RUN-OPEN: run {run.RunId} of {key} is {run.End}. Look at its records in the ledger and at the log of reconcile.";
        }

        foreach (var run in runs.Where(run => run.TaskId is { } task && !tasks.Remove(task)))
        {
            yield return $"TASK-UNKNOWN: run {run.RunId} of {key} ended with task {run.TaskId}, which IMS did not create for this key, or which belongs to another run.";
        }
    }

    private static string Ids(LedgerRun[] runs) => runs.Length == 0 ? "no run" : string.Join(' ', runs.Select(run => run.RunId));
}
