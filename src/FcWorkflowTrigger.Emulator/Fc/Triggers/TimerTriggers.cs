using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using FcWorkflowTrigger.Emulator.Fc.Async;
using FcWorkflowTrigger.Emulator.Fc.Deployment;
using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Fc.Triggers;

/// <summary>Fires timer triggers by the emulator's clock, each as an asynchronous event.</summary>
internal sealed class TimerTriggers(IReadOnlyList<FunctionConfig> functions, AsyncQueue queue, EmulatorClock clock, DataFolder data, CancellationToken stopping)
{
    public void Start()
    {
        foreach (var function in functions)
        {
            foreach (var trigger in function.Triggers.OfType<TriggerConfig.Timer>().Where(trigger => trigger.Enable))
            {
                _ = RunAsync(function.Name, trigger, new(trigger.CronExpression));
            }
        }
    }

    private async Task RunAsync(string function, TriggerConfig.Timer trigger, TimerSchedule schedule)
    {
        var due = schedule.Next(clock.GetUtcNow());

        try
        {
            while (true)
            {
                await clock.WaitUntilAsync(due, stopping, $"timer {trigger.Name} of {function}");
                var document = Document(trigger, due);
                await data.UntilSavedAsync(() => queue.Accept(function, document, trigger.Name), stopping);

                // A clock that is advanced over several periods fires once for each period, as the real timer would.
                due = schedule.Next(due);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The emulator stops.
        }
    }

    /// <summary>Function Compute documentation, "Time triggers": the payload is always a text.</summary>
    private static byte[] Document(TriggerConfig.Timer trigger, DateTimeOffset due) => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["triggerTime"] = due.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        ["triggerName"] = trigger.Name,
        ["payload"] = trigger.Payload,
    }.ToJsonString());
}
