using System.Globalization;
using System.Text;
using FcWorkflowTrigger.Emulator.Fc.Async;
using FcWorkflowTrigger.Emulator.Ims;
using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Commands;

/// <summary>Tells what happens in the local cloud, one line an event, on standard error: <c>ready</c> stays the last line of standard output.</summary>
internal sealed class StoryPrinter(TextWriter output, EmulatorClock clock)
{
    private const int WidthOfKind = 10;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (string Status, int Callbacks)> _told = new(StringComparer.Ordinal);

    /// <summary>Tells from now on, until the emulation ends.</summary>
    public void Subscribe(Emulation emulation, CancellationToken stopping)
    {
        emulation.Oss.Created += TellUpload;
        emulation.Functions.Invoked += TellInvocation;
        emulation.Faults.Struck += TellFault;

        // What an earlier process did is no news.
        foreach (var task in emulation.State.Tasks)
        {
            _told[task.TaskId] = (task.StatusAt(clock.GetUtcNow()), task.Callbacks.Count);
        }

        _ = FollowTasksAsync(emulation.State, stopping);
    }

    private void TellUpload(ObjectCreated created)
    {
        // The ledger is written to all the time, by the functions.
        if (created.Bucket != LocalAccount.LedgerBucket)
        {
            Tell("upload", string.Create(CultureInfo.InvariantCulture, $"oss://{created.Bucket}/{created.Key}, {created.Size:N0} bytes ({created.EventName})"));
        }
    }

    private void TellInvocation(InvocationRecord ended) => Tell(
        "invocation", $"{ended.Function} {(ended.Ok ? "answered" : "failed")}{(ended.RetryCount > 0 ? $", retry {ended.RetryCount}" : "")} ({ended.Kind}, request {ended.RequestId})");

    private void TellFault(Fault fault) => Tell("fault", $"{fault.Kind} struck {fault.Service} {fault.Action}{(fault.KeyContains is { } key ? $" for '{key}'" : "")}");

    private async Task FollowTasksAsync(ImsState ims, CancellationToken stopping)
    {
        try
        {
            while (true)
            {
                // The task is taken before the look, so that a change in between is not missed.
                var changed = ims.Changed;

                foreach (var task in ims.Tasks)
                {
                    TellTask(task);
                }

                await changed.WaitAsync(stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The emulator stops.
        }
    }

    private void TellTask(WorkflowTask task)
    {
        var (status, told) = (task.StatusAt(clock.GetUtcNow()), _told.GetValueOrDefault(task.TaskId, ("", 0)));

        if (status != told.Item1)
        {
            Tell("task", $"{task.TaskId} is {status}: oss://{task.Bucket}/{task.Key}");
        }

        foreach (var attempt in task.Callbacks.Skip(told.Item2))
        {
            Tell("callback", $"of task {task.TaskId}: {(attempt.Status is { } answer ? $"answered {answer}" : "not answered")}, attempt {attempt.Attempt}");
        }

        _told[task.TaskId] = (status, task.Callbacks.Count);
    }

    private void Tell(string kind, string text)
    {
        lock (_gate)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{clock.GetUtcNow().UtcDateTime:HH:mm:ss}  {kind.PadRight(WidthOfKind)}  {Escape(text)}"));
        }
    }

    // A key may hold anything, also what moves the cursor or turns the direction of text.
    private static string Escape(string text)
    {
        var line = new StringBuilder(text.Length);

        foreach (var rune in text.EnumerateRunes())
        {
            _ = Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate
                ? line.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x}}}")
                : line.Append(rune);
        }

        return line.ToString();
    }
}
