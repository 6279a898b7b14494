using System.Text;
using System.Text.Json;

namespace FcWorkflowTrigger.Formats;

/// <summary>
/// Opens what triggers, queues and topics put around a message: the list of an OSS trigger, CloudEvents and lists of them, the envelopes of Simple Message
/// Queue. The inside may be JSON, a text of JSON, or base64 of it, in any nesting: options of a trigger change it, and the documents do not say how for all.
/// </summary>
/// <remarks>
/// EventBridge documentation, "OSS events", "Custom event source of the SMQ type"; Function Compute documentation, "Configure an SMQ trigger" (formats JSON and STREAM);
/// OSS documentation, "Event notifications".
/// </remarks>
internal static class Wrappings
{
    /// <summary>Lists, fields, texts and base64 around a message, counted together.</summary>
    public const int MaxDepth = 16;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 32, AllowDuplicateProperties = false };
    private static readonly string[] Fields = ["events", "data", "messageBody", "requestBody", "body", "Message"];

    /// <param name="document">UTF-8.</param>
    /// <param name="isMessage">Whether an object is a message. In a message nothing is opened.</param>
    /// <param name="read">Gets a message, and how many wrappings are around it. The element lives only until it returns.</param>
    /// <returns>The messages in the order of the document; empty for an empty list.</returns>
    /// <exception cref="JsonException">Something is not JSON, has a field twice, or is not what <paramref name="read"/> wants.</exception>
    /// <exception cref="FormatException">Something is neither a message nor a wrapping, is not base64, or is wrapped too often.</exception>
    /// <exception cref="InvalidOperationException">A text is not valid Unicode.</exception>
    public static IReadOnlyList<T> Open<T>(ReadOnlyMemory<byte> document, Func<JsonElement, bool> isMessage, Func<JsonElement, int, T> read)
    {
        var messages = new List<T>();
        OpenBytes(document, 0);
        return messages;

        void OpenBytes(ReadOnlyMemory<byte> bytes, int depth)
        {
            if (bytes.Span.TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'[' or (byte)'"', ..])
            {
                using var json = JsonDocument.Parse(bytes, Options);
                OpenElement(json.RootElement, depth);
                return;
            }

            OpenBytes(Convert.FromBase64String(Encoding.UTF8.GetString(bytes.Span)), Deeper(depth));
        }

        void OpenElement(JsonElement element, int depth)
        {
            switch (element.ValueKind)
            {
                case JsonValueKind.Object when isMessage(element):
                    messages.Add(read(element, depth));
                    break;
                case JsonValueKind.Object:
                    OpenElement(FindWrapped(element), Deeper(depth));
                    break;
                case JsonValueKind.Array:
                    foreach (var part in element.EnumerateArray())
                    {
                        OpenElement(part, Deeper(depth));
                    }

                    break;
                case JsonValueKind.String:
                    OpenBytes(Encoding.UTF8.GetBytes(element.GetString()!), Deeper(depth));
                    break;
                default:
                    throw new FormatException($"A JSON value of the kind {element.ValueKind} is no message.");
            }
        }
    }

    private static int Deeper(int depth) => depth < MaxDepth ? depth + 1 : throw new FormatException($"A message is wrapped more than {MaxDepth} times.");

    // Of two wrappings in one object only one could be opened, and the other may hold a message.
    private static JsonElement FindWrapped(JsonElement wrapping)
    {
        JsonElement[] wrapped =
        [
            .. wrapping.EnumerateObject()
                .Where(field => field.Value.ValueKind != JsonValueKind.Null && Fields.Contains(field.Name, StringComparer.OrdinalIgnoreCase))
                .Select(field => field.Value),
        ];
        return wrapped is [var only] ? only : throw new FormatException($"An object is no message, and must have one of {string.Join(", ", Fields)}, and has {wrapped.Length}.");
    }
}
