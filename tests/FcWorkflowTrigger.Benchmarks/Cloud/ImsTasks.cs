using System.Collections.Concurrent;
using System.Diagnostics;

namespace FcWorkflowTrigger.Benchmarks.Cloud;

/// <summary>The tasks that IMS has accepted. All have the same status.</summary>
internal sealed class ImsTasks
{
    private readonly ConcurrentDictionary<string, Started> _tasks = [];
    private TaskCompletionSource<long> _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal sealed record Started(string TaskId, string Input, string UserData);

    /// <summary><c>Processing</c> or <c>Succeed</c>.</summary>
    public string Status { get; set; } = "Processing";

    public int Count => _tasks.Count;

    public IEnumerable<Started> All => _tasks.Values;

    public Started Start(string input, string userData)
    {
        var task = new Started(Guid.NewGuid().ToString("N"), input, userData);
        _tasks[task.TaskId] = task;
        Interlocked.Exchange(ref _next, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult(Stopwatch.GetTimestamp());
        return task;
    }

    public Started? Find(string taskId) => _tasks.GetValueOrDefault(taskId);

    /// <summary>Completes when the next task is accepted. The result is the time in <see cref="Stopwatch"/> ticks.</summary>
    public Task<long> NextAcceptedAsync() => _next.Task;
}
