using System.Text.Json;
using FcWorkflowTrigger.Formats;

namespace FcWorkflowTrigger.Callback.Queue;

/// <summary>Callbacks IMS wrote to a queue, as an EventBridge trigger hands them over: one CloudEvents envelope, or a list of them.</summary>
/// <remarks>EventBridge documentation, "Custom event source of the SMQ type". Sample: events/callback-queue.json.</remarks>
internal static class QueueMessages
{
    /// <summary>Each callback costs look-ups in IMS and in the ledger, and the event may come from any client that can write to the queue.</summary>
    public const int MaxCallbacks = 100;

    /// <returns>Each callback once.</returns>
    /// <exception cref="MalformedMessageException">A message does not hold a readable callback.</exception>
    /// <exception cref="TooManyMessagesException">There are more than <see cref="MaxCallbacks"/>.</exception>
    public static IReadOnlyList<CallbackHint> Read(ReadOnlyMemory<byte> document)
    {
        try
        {
            CallbackHint[] hints = [.. Wrappings.Open(document, IsCallback, (message, _) => CallbackHint.Read(message)!).Distinct()];
            return hints.Length <= MaxCallbacks ? hints : throw new TooManyMessagesException(hints.Length);
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException or FormatException)
        {
            throw new MalformedMessageException(unreadable);
        }
    }

    // A queue's wrapping has a field messageBody too, in some spelling. Only a callback has these two fields.
    private static bool IsCallback(JsonElement message) => message.TryGetProperty("EventType", out _) || message.TryGetProperty("TaskId", out _);
}

/// <summary>A queued message does not hold a readable callback. The invocation fails, so Function Compute keeps the message; sweeps finish the run.</summary>
internal sealed class MalformedMessageException(Exception inner)
    : Exception("MESSAGE-MALFORMED: the event does not hold a readable callback of IMS; see events/callback-queue.json for a sample.", inner);

/// <summary>An event holds more callbacks than are looked up for one event. None was handled; sweeps finish the runs.</summary>
internal sealed class TooManyMessagesException(int callbacks) : Exception(
    $"MESSAGES-TOO-MANY: the event holds {callbacks} callbacks, and at most {QueueMessages.MaxCallbacks} are looked up for one event. Sweeps finish the runs; hand over smaller batches.");
