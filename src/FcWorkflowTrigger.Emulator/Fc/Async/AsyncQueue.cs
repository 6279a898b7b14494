using System.Text.Json;
using FcWorkflowTrigger.Emulator.Fc.Instances;
using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Fc.Async;

/// <summary>Asynchronous invocation: an event is accepted at once, delivered at least once and retried. After the last attempt it goes to the failure destination.</summary>
internal sealed class AsyncQueue(FunctionSet functions, EmulatorClock clock, DataFolder data, Faults faults, CancellationToken stopping)
{
    private const string Kind = "fc-events";
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);

    private volatile int _generation;

    /// <summary>Raised when an event was accepted, outside any lock.</summary>
    public event Action<AsyncEvent>? Accepted;

    /// <summary>Delivers no event any more that was accepted until now.</summary>
    public void Clear() => Interlocked.Increment(ref _generation);

    /// <summary>Continues with the events that an earlier process had accepted.</summary>
    public void Resume()
    {
        foreach (var kept in data.ReadAll(Kind, json => JsonSerializer.Deserialize(json, FcJson.Default.AsyncEvent)))
        {
            _ = DeliverAsync(kept);
        }
    }

    /// <param name="subject">The text that <c>keyContains</c> of a fault is compared with.</param>
    /// <exception cref="DataFolderException">The event could not be saved, and is not accepted.</exception>
    public void Accept(string function, byte[] body, string subject)
    {
        if (faults.Take("fc", function, "lose", subject) is not null)
        {
            return;
        }

        var delay = TimeSpan.FromMilliseconds(faults.Take("fc", function, "delay", subject)?.DelayMilliseconds ?? 0);
        var times = faults.Take("fc", function, "duplicate", subject) is null ? 1 : 2;

        for (var time = 0; time < times; time++)
        {
            var accepted = new AsyncEvent(function, RequestIds.New(), body, clock.GetUtcNow());
            Keep(accepted);
            Accepted?.Invoke(accepted);
            _ = DeliverAsync(accepted, delay);
        }
    }

    private async Task DeliverAsync(AsyncEvent given, TimeSpan delay = default)
    {
        try
        {
            var generation = _generation;
            await clock.WaitUntilAsync(clock.GetUtcNow() + delay, stopping, delay > TimeSpan.Zero ? $"delayed event for {given.Function}" : null);

            // The deployment file may no longer contain the function of a kept event.
            if (functions.Find(given.Function) is not null)
            {
                await TryAsync(given, generation);
            }

            await data.UntilSavedAsync(() => data.Delete(Kind, given.RequestId), stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The emulator stops. The next start continues with the kept events.
        }
    }

    private async Task TryAsync(AsyncEvent given, int generation)
    {
        var config = functions.Find(given.Function)!.Function.Async;
        var reply = FunctionReply.Crashed("The event was too old when its turn came.");

        while (given.Attempts <= config.MaxRetries)
        {
            if (given.Attempts > 0)
            {
                await clock.WaitUntilAsync(clock.GetUtcNow() + (FirstRetry * (1 << (given.Attempts - 1))), stopping, $"retry {given.Attempts} of an event for {given.Function}");
            }

            if (generation != _generation)
            {
                return;
            }

            if (clock.GetUtcNow() - given.AcceptedAt > config.MaxAge)
            {
                break;
            }

            reply = await functions.InvokeAsync(given.Function, FunctionRequest.Event(given.RequestId, given.Body, given.Attempts));
            given = given with { Attempts = given.Attempts + 1 };

            if (!reply.Failed)
            {
                await ForwardAsync(config.SuccessFunction, DestinationDocument.CreateSuccess(given, reply.Body, clock.GetUtcNow()));
                return;
            }

            var failed = given;
            await data.UntilSavedAsync(() => Keep(failed), stopping);
        }

        var document = DestinationDocument.CreateFailure(given, reply.Body, clock.GetUtcNow());
        functions.AddFailure(document);
        await ForwardAsync(config.FailureFunction, document);
    }

    private void Keep(AsyncEvent given) => data.Write(Kind, given.RequestId, JsonSerializer.SerializeToUtf8Bytes(given, FcJson.Default.AsyncEvent));

    // The emulator does not serve destinations that are not functions of the deployment file, such as queues.
    private async Task ForwardAsync(string? destination, byte[] document)
    {
        if (destination is not null && functions.Find(destination) is not null)
        {
            await data.UntilSavedAsync(() => Accept(destination, document, ""), stopping);
        }
    }
}
