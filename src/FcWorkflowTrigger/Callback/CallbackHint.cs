using System.Text.Json;

namespace FcWorkflowTrigger.Callback;

/// <summary>What a callback's body claims. It is used to find the task, and never trusted.</summary>
/// <param name="TaskId">Null when the body names none.</param>
/// <param name="EventType">Null when the body names none.</param>
internal sealed record CallbackHint(string? TaskId, string? EventType = null)
{
    /// <summary>IMS event documentation, "Workflow processing result".</summary>
    private const string TaskEnded = "WorkflowTaskComplete";

    private const int MaxLength = 64;
    private static readonly JsonDocumentOptions JsonOptions = new() { MaxDepth = 16 };

    /// <summary>False for the other kinds of event that an account can subscribe to.</summary>
    public bool IsTaskEnd => EventType is null or TaskEnded;

    /// <summary>
    /// Reads both published shapes, flat and enveloped in <c>MessageBody</c>, which may itself be JSON text; names in any order, unknown
    /// names ignored, numbers read as texts.
    /// </summary>
    /// <returns>Null when the body is no JSON object.</returns>
    /// <remarks>Samples: events/callback-enveloped.json, callback-flat.json, callback-message-as-text.json.</remarks>
    public static CallbackHint? Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body, JsonOptions);
            return Read(json.RootElement);
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            // InvalidOperationException is thrown for a text with broken UTF-8 or half of a surrogate pair.
            return null;
        }
    }

    /// <exception cref="JsonException">A text that should hold JSON does not.</exception>
    /// <exception cref="InvalidOperationException">A text is not valid Unicode.</exception>
    public static CallbackHint? Read(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var inner = body.TryGetProperty("MessageBody", out var message) ? message : default;

        if (inner.ValueKind == JsonValueKind.String)
        {
            using var text = JsonDocument.Parse(inner.GetString()!, JsonOptions);
            return Read(text.RootElement, body);
        }

        return Read(inner, body);
    }

    private static CallbackHint Read(JsonElement inner, JsonElement outer) => new(
        ReadText(inner, "TaskId") ?? ReadText(outer, "TaskId"),
        ReadText(outer, "EventType") ?? ReadText(inner, "EventType"));

    /// <summary>A short text of letters, digits, <c>-</c> and <c>_</c>, as task ids and event types have; it becomes part of a key.</summary>
    private static string? ReadText(JsonElement element, string name)
    {
        var value = element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var found) ? found : default;
        var text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.GetRawText(),
            _ => null,
        };

        return text is { Length: > 0 and <= MaxLength } && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') ? text : null;
    }
}
