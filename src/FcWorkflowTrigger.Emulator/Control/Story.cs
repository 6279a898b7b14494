using System.Globalization;
using FcWorkflowTrigger.Emulator.Fc.Async;
using FcWorkflowTrigger.Emulator.Ims;
using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Control;

/// <summary>One thing that has happened.</summary>
/// <param name="Kind"><c>upload</c>, <c>invocation</c>, <c>task</c>, <c>callback</c> or <c>fault</c>.</param>
/// <param name="Text">Not escaped: a key may hold anything.</param>
/// <param name="Key">The object that it is about; null when it is about none.</param>
internal sealed record StoryLine(DateTimeOffset At, string Kind, string Text, string? Key = null, string? RequestId = null, bool IsBad = false);

/// <summary>Tells what happens in the local cloud: one line an event.</summary>
internal sealed class Story(EmulatorClock clock)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (string Status, int Callbacks)> _told = new(StringComparer.Ordinal);

    /// <summary>Raised for each line, outside any lock.</summary>
    public event Action<StoryLine>? Told;

    public void TellUpload(ObjectCreated created)
    {
        // The ledger is written to all the time, by the functions.
        if (created.Bucket != LocalAccount.LedgerBucket)
        {
            Tell("upload", string.Create(CultureInfo.InvariantCulture, $"oss://{created.Bucket}/{created.Key}, {created.Size:N0} bytes ({created.EventName})"), created.Key);
        }
    }

    public void TellInvocation(InvocationRecord ended) => Tell(
        "invocation",
        $"{ended.Function} {(ended.Ok ? "answered" : "failed")}{(ended.RetryCount > 0 ? $", retry {ended.RetryCount}" : "")} ({ended.Kind}, request {ended.RequestId}){(ended.Error is { Length: > 0 } error ? $": {error}" : "")}",
        requestId: ended.RequestId,
        isBad: !ended.Ok);

    public void TellFault(Fault fault) =>
        Tell("fault", $"{fault.Kind} struck {fault.Service} {fault.Action}{(fault.KeyContains is { } key ? $" for '{key}'" : "")}", isBad: true);

    /// <summary>What an earlier process did is no news.</summary>
    public void Skip(IEnumerable<WorkflowTask> tasks)
    {
        foreach (var task in tasks)
        {
            _ = FindNews(task);
        }
    }

    public void TellTask(WorkflowTask task)
    {
        var (status, callbacks) = FindNews(task);

        if (status is not null)
        {
            Tell("task", $"{task.TaskId} is {status}: oss://{task.Bucket}/{task.Key}", task.Key, isBad: status == "Failed");
        }

        foreach (var attempt in callbacks)
        {
            Tell("callback", $"of task {task.TaskId}: {(attempt.Status is { } answer ? $"answered {answer}" : "not answered")}, attempt {attempt.Attempt}", task.Key, isBad: attempt.Status != 200);
        }
    }

    /// <returns>The status if it is another than the last time, and the callbacks that came since.</returns>
    private (string? Status, IReadOnlyList<CallbackAttempt> Callbacks) FindNews(WorkflowTask task)
    {
        lock (_gate)
        {
            var (status, told) = (task.StatusAt(clock.GetUtcNow()), _told.GetValueOrDefault(task.TaskId, ("", 0)));
            _told[task.TaskId] = (status, Math.Max(task.Callbacks.Count, told.Item2));
            return (status == told.Item1 ? null : status, [.. task.Callbacks.Skip(told.Item2)]);
        }
    }

    private void Tell(string kind, string text, string? key = null, string? requestId = null, bool isBad = false) => Told?.Invoke(new(clock.GetUtcNow(), kind, text, key, requestId, isBad));
}
