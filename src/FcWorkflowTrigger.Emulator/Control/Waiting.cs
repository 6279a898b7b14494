using FcWorkflowTrigger.Emulator.Fc.Instances;
using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Control;

/// <summary>Answers once something is so, so that nobody who drives the emulator has to poll or sleep.</summary>
internal static class Waiting
{
    private const double DefaultSeconds = 30;
    private const double MaxSeconds = 3600;

    /// <summary>Runs of one key, all of them when the key is null, that have the status, any when it is null.</summary>
    public static IReadOnlyList<RunView> Runs(ControlContext control, string? key, string? status)
    {
        var now = control.Clock.GetUtcNow();
        return [.. control.Ims.Tasks
            .Where(task => key is null || task.Key == key)
            .Select(task => RunView.Of(task, now))
            .Where(run => status is null || run.Status == status)];
    }

    public static Task RunsAsync(HttpContext http, ControlContext control)
    {
        var key = http.Request.Query["key"].FirstOrDefault();
        var status = ControlInput.Word(http, "status", "Init", "Processing", "Succeed", "Failed", "Canceled");
        var called = ControlInput.Word(http, "called", "true", "false") == "true";
        var count = ControlInput.Number(http, "count", 1, 1, int.MaxValue);

        return UntilAsync(
            http,
            () => control.Ims.Changed,
            () => Runs(control, key, status) is var runs && runs.Count >= count && (!called || runs.All(run => run.Callbacks.Any(attempt => attempt.Status == 200))) ? runs : null,
            runs => ControlServer.Json(http, runs, ControlJson.Default.IReadOnlyListRunView));
    }

    public static Task InvocationsAsync(HttpContext http, ControlContext control)
    {
        var function = http.Request.Query["function"].FirstOrDefault();
        var count = ControlInput.Number(http, "count", 1, 1, int.MaxValue);

        return UntilAsync(
            http,
            () => control.Functions.Watch().Changed,
            () => control.Functions.Watch().Invocations.Where(ended => function is null || ended.Function == function).ToArray() is var ended && ended.Length >= count ? ended : null,
            ended => ControlServer.Json(http, ended, ControlJson.Default.IReadOnlyListInvocationRecord));
    }

    public static Task LogAsync(HttpContext http, FunctionLog log)
    {
        var text = http.Request.Query["contains"].FirstOrDefault() ?? "";

        return UntilAsync(
            http,
            () => log.Changed,
            () => log.Lines.Where(line => line.Contains(text, StringComparison.Ordinal)).ToArray() is { Length: > 0 } lines ? lines : null,
            lines => ControlServer.Json(http, lines, ControlJson.Default.IReadOnlyListString));
    }

    /// <summary>Until no fault of the kind is pending: the last one has struck, so the call it is for is under way.</summary>
    public static Task FaultsAsync(HttpContext http, Faults faults)
    {
        var kind = ControlInput.Word(http, "kind", [.. Fault.AllKinds]);

        return UntilAsync(
            http,
            () => faults.Changed,
            () => faults.Pending is var pending && !pending.Any(fault => kind is null || fault.Kind == kind) ? pending : null,
            pending => ControlServer.Json(http, pending, ControlJson.Default.IReadOnlyListFault));
    }

    private static async Task UntilAsync<T>(HttpContext http, Func<Task> changed, Func<T?> look, Func<T, Task> answer)
        where T : class
    {
        var seconds = ControlInput.Number(http, "timeoutSeconds", DefaultSeconds, 0, MaxSeconds);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        patience.CancelAfter(TimeSpan.FromSeconds(seconds));

        try
        {
            while (true)
            {
                // Taken before looking, so that a change in between is not missed.
                var next = changed();

                if (look() is { } found)
                {
                    await answer(found);
                    return;
                }

                await next.WaitAsync(patience.Token);
            }
        }
        catch (OperationCanceledException) when (!http.RequestAborted.IsCancellationRequested)
        {
            await ControlServer.RefuseAsync(http, 408, "NOT-YET", $"It was not so within {seconds} s.");
        }
    }
}
