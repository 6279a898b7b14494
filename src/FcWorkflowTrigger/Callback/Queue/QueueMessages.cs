using System.Text;
using System.Text.Json;

namespace FcWorkflowTrigger.Callback.Queue;

/// <summary>
/// Callbacks IMS wrote to a queue, as an EventBridge trigger hands them over: one CloudEvents envelope, or a list of them. The envelope's
/// <c>data.messageBody</c> is documented. How the trigger's options change it is not, so objects, JSON texts and base64 are all read.
/// </summary>
/// <remarks>EventBridge documentation, "Custom event source of the SMQ type". Sample: events/callback-queue.json.</remarks>
internal static class QueueMessages
{
    /// <summary>Each callback costs look-ups in IMS and in the ledger, and the event may come from any client that can write to the queue.</summary>
    public const int MaxCallbacks = 100;

    private const int MaxWrappings = 6;
    private static readonly JsonDocumentOptions JsonOptions = new() { MaxDepth = 32 };
    private static readonly string[] Wrappings = ["data", "messageBody", "requestBody", "body"];

    /// <returns>Each callback once.</returns>
    /// <exception cref="MalformedMessageException">A message does not hold a readable callback.</exception>
    /// <exception cref="TooManyMessagesException">There are more than <see cref="MaxCallbacks"/>.</exception>
    public static IReadOnlyList<CallbackHint> Read(ReadOnlyMemory<byte> document)
    {
        try
        {
            using var json = JsonDocument.Parse(document, JsonOptions);
            CallbackHint[] hints = json.RootElement.ValueKind == JsonValueKind.Array
                ? [.. json.RootElement.EnumerateArray().Select(message => Unwrap(message, MaxWrappings)).Distinct()]
                : [Unwrap(json.RootElement, MaxWrappings)];
            return hints.Length <= MaxCallbacks ? hints : throw new TooManyMessagesException(hints.Length);
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException or FormatException)
        {
            throw new MalformedMessageException(unreadable);
        }
    }

    private static CallbackHint Unwrap(JsonElement message, int remaining) => message.ValueKind switch
    {
        _ when remaining == 0 => throw new FormatException("The message is wrapped too often."),
        JsonValueKind.String => UnwrapText(message.GetString()!, remaining - 1),
        JsonValueKind.Object when IsCallback(message) => CallbackHint.Read(message)!,
        JsonValueKind.Object when FindWrapped(message) is { } inside => Unwrap(inside, remaining - 1),
        var kind => throw new FormatException($"A JSON value of kind {kind} is not a callback."),
    };

    private static CallbackHint UnwrapText(string text, int remaining)
    {
        var isJson = text.AsSpan().TrimStart() is ['{' or '"', ..];
        using var json = JsonDocument.Parse(isJson ? text : Encoding.UTF8.GetString(Convert.FromBase64String(text)), JsonOptions);
        return Unwrap(json.RootElement, remaining);
    }

    // A queue's wrapping has a field messageBody too, in some spelling. Only a callback has these two fields.
    private static bool IsCallback(JsonElement message) => message.TryGetProperty("EventType", out _) || message.TryGetProperty("TaskId", out _);

    private static JsonElement? FindWrapped(JsonElement message)
    {
        foreach (var field in message.EnumerateObject())
        {
            if (Wrappings.Contains(field.Name, StringComparer.OrdinalIgnoreCase))
            {
                return field.Value;
            }
        }

        return null;
    }
}

/// <summary>A queued message does not hold a readable callback. The invocation fails, so Function Compute keeps the message; sweeps finish the run.</summary>
internal sealed class MalformedMessageException(Exception inner)
    : Exception("MESSAGE-MALFORMED: the event does not hold a readable callback of IMS; see events/callback-queue.json for a sample.", inner);

/// <summary>An event holds more callbacks than are looked up for one event. None was handled; sweeps finish the runs.</summary>
internal sealed class TooManyMessagesException(int callbacks) : Exception(
    $"MESSAGES-TOO-MANY: the event holds {callbacks} callbacks, and at most {QueueMessages.MaxCallbacks} are looked up for one event. Sweeps finish the runs; hand over smaller batches.");
