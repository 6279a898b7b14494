using System.Text.Json;

namespace FcWorkflowTrigger.Callback;

/// <summary>What a callback's body claims: only where to look, never what to believe.</summary>
/// <param name="TaskId">Null when the body names none.</param>
/// <param name="EventType">Null when the body names none.</param>
internal sealed record CallbackHint(string? TaskId, string? EventType = null)
{
    /// <summary>IMS event documentation, "Workflow processing result".</summary>
    private const string TaskEnded = "WorkflowTaskComplete";

    private const int MaxLength = 64;
    private static readonly JsonDocumentOptions Shallow = new() { MaxDepth = 16 };

    /// <summary>False for the many other events an account can subscribe to.</summary>
    public bool IsOfTaskEnd => EventType is null or TaskEnded;

    /// <summary>
    /// Reads both published shapes, flat and enveloped in <c>MessageBody</c>, which may itself be JSON text; names in any order, unknown
    /// ones ignored, numbers taken for texts.
    /// </summary>
    /// <returns>Null when the body is no JSON object.</returns>
    /// <remarks>Samples: events/callback-enveloped.json, callback-flat.json, callback-message-as-text.json.</remarks>
    public static CallbackHint? Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body, Shallow);
            return Read(json.RootElement);
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            // The latter is thrown for texts that hold broken UTF-8 or half of a surrogate pair.
            return null;
        }
    }

    /// <exception cref="JsonException">A text that should hold JSON does not.</exception>
    /// <exception cref="InvalidOperationException">A text is no Unicode.</exception>
    public static CallbackHint? Read(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var inner = body.TryGetProperty("MessageBody", out var message) ? message : default;

        if (inner.ValueKind == JsonValueKind.String)
        {
            using var text = JsonDocument.Parse(inner.GetString()!, Shallow);
            return Read(text.RootElement, body);
        }

        return Read(inner, body);
    }

    private static CallbackHint Read(JsonElement inner, JsonElement outer) => new(
        TextOf(inner, "TaskId") ?? TextOf(outer, "TaskId"),
        TextOf(outer, "EventType") ?? TextOf(inner, "EventType"));

    /// <summary>A short text of letters, digits, <c>-</c> and <c>_</c>, which is all a task id or an event type holds; it becomes part of a key.</summary>
    private static string? TextOf(JsonElement element, string name)
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
