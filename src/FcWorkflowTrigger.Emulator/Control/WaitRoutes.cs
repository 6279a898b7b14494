using FcWorkflowTrigger.Emulator.Fc.Instances;
using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Control;

/// <summary>Routes that answer when a condition is true. With them a test does not need to poll or to sleep.</summary>
internal static class WaitRoutes
{
    private const double DefaultSeconds = 30;
    private const double MaxSeconds = 3600;

    /// <summary>The runs with this key and this status. Null means any key, or any status.</summary>
    public static IReadOnlyList<RunView> Runs(ControlContext control, string? key, string? status)
    {
        var now = control.Clock.GetUtcNow();
        return [.. control.Ims.Tasks
            .Where(task => key is null || task.Key == key)
            .Select(task => RunView.From(task, now))
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

    public static Task LogAsync(HttpContext http, FunctionOutput output)
    {
        var text = http.Request.Query["contains"].FirstOrDefault() ?? "";

        return UntilAsync(
            http,
            () => output.Changed,
            () => output.Lines.Where(line => line.Contains(text, StringComparison.Ordinal)).ToArray() is { Length: > 0 } lines ? lines : null,
            lines => ControlServer.Json(http, lines, ControlJson.Default.IReadOnlyListString));
    }

    /// <summary>Waits until no fault of the kind is pending. The call that took the last fault is then in progress.</summary>
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
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        timeout.CancelAfter(TimeSpan.FromSeconds(seconds));

        try
        {
            while (true)
            {
                // The task is taken before the check, so that a change in between is not missed.
                var next = changed();

                if (look() is { } found)
                {
                    await answer(found);
                    return;
                }

                await next.WaitAsync(timeout.Token);
            }
        }
        catch (OperationCanceledException) when (!http.RequestAborted.IsCancellationRequested)
        {
            await ControlServer.RefuseAsync(http, 408, "NOT-YET", $"It was not so within {seconds} s.");
        }
    }
}
