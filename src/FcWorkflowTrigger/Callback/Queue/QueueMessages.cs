using System.Text;
using System.Text.Json;

namespace FcWorkflowTrigger.Callback.Queue;

/// <summary>
/// Callbacks IMS wrote to a queue, as an EventBridge trigger hands them over: one CloudEvents envelope, or a list of them. The envelope's
/// <c>data.messageBody</c> is documented; what the trigger's options make of it is not, so objects, JSON texts and base64 are all opened.
/// </summary>
/// <remarks>EventBridge documentation, "Custom event source of the SMQ type". Sample: events/callback-queue.json.</remarks>
internal static class QueueMessages
{
    private const int MaxWrappings = 6;
    private static readonly JsonDocumentOptions Shallow = new() { MaxDepth = 32 };
    private static readonly string[] Wrappings = ["data", "messageBody", "requestBody", "body"];

    /// <exception cref="MalformedMessageException">Some message holds no callback that can be read.</exception>
    public static IReadOnlyList<CallbackHint> Read(ReadOnlyMemory<byte> document)
    {
        try
        {
            using var json = JsonDocument.Parse(document, Shallow);
            return json.RootElement.ValueKind == JsonValueKind.Array
                ? [.. json.RootElement.EnumerateArray().Select(message => Open(message, MaxWrappings))]
                : [Open(json.RootElement, MaxWrappings)];
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException or FormatException)
        {
            throw new MalformedMessageException(unreadable);
        }
    }

    private static CallbackHint Open(JsonElement message, int wrappings) => message.ValueKind switch
    {
        _ when wrappings == 0 => throw new FormatException("The message is wrapped too often."),
        JsonValueKind.String => OpenText(message.GetString()!, wrappings - 1),
        JsonValueKind.Object when IsCallback(message) => CallbackHint.Read(message)!,
        JsonValueKind.Object when Inside(message) is { } inside => Open(inside, wrappings - 1),
        var kind => throw new FormatException($"A {kind} is no callback."),
    };

    private static CallbackHint OpenText(string text, int wrappings)
    {
        var isJson = text.AsSpan().TrimStart() is ['{' or '"', ..];
        using var json = JsonDocument.Parse(isJson ? text : Encoding.UTF8.GetString(Convert.FromBase64String(text)), Shallow);
        return Open(json.RootElement, wrappings);
    }

    // A queue's own wrapping has a field called messageBody too, in some spelling; these two only a callback has.
    private static bool IsCallback(JsonElement message) => message.TryGetProperty("EventType", out _) || message.TryGetProperty("TaskId", out _);

    private static JsonElement? Inside(JsonElement message)
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
