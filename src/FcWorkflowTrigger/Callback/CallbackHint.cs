using System.Text.Json;

namespace FcWorkflowTrigger.Callback;

/// <summary>What a callback's body claims: only where to look, never what to believe.</summary>
/// <param name="TaskId">Null when the body names none.</param>
internal sealed record CallbackHint(string? TaskId)
{
    private const int MaxTaskIdLength = 64;
    private static readonly JsonDocumentOptions Shallow = new() { MaxDepth = 16 };

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
            return json.RootElement.ValueKind == JsonValueKind.Object ? new(TaskIdIn(json.RootElement)) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? TaskIdIn(JsonElement body)
    {
        var inner = body.TryGetProperty("MessageBody", out var message) ? message : default;

        if (inner.ValueKind == JsonValueKind.String)
        {
            using var text = JsonDocument.Parse(inner.GetString()!, Shallow);
            return TextOf(text.RootElement, "TaskId") ?? TextOf(body, "TaskId");
        }

        return TextOf(inner, "TaskId") ?? TextOf(body, "TaskId");
    }

    private static string? TextOf(JsonElement element, string name)
    {
        var value = element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var found) ? found : default;

        return value.ValueKind switch
        {
            JsonValueKind.String when value.GetString() is { Length: > 0 and <= MaxTaskIdLength } text => text,
            JsonValueKind.Number when value.GetRawText() is { Length: <= MaxTaskIdLength } digits => digits,
            _ => null,
        };
    }
}
