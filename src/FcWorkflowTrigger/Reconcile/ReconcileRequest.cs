using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Reconcile;

/// <summary>What the reconcile function is asked to do.</summary>
internal abstract record ReconcileRequest
{
    private static readonly JsonDocumentOptions JsonOptions = new() { MaxDepth = 32 };

    private ReconcileRequest() { }

    /// <summary>The timer, or an operator who sends an empty object.</summary>
    public sealed record Sweep : ReconcileRequest;

    /// <summary>Function Compute gave up on an event of another function and sends it to this function.</summary>
    /// <param name="RequestId">The request id of the invocation that failed, as the document has it; empty when it has none.</param>
    public sealed record FailedEvent(string RequestId, ReadOnlyMemory<byte> Payload) : ReconcileRequest;

    /// <summary>An operator's decision about one run: <c>{"run":"&lt;id&gt;","action":"resume|cancel"}</c>.</summary>
    public sealed record Decision(RunId Run, string Action) : ReconcileRequest;

    /// <summary>Anything else. It may be the only copy of an upload's event.</summary>
    public sealed record Unknown : ReconcileRequest;

    /// <summary>
    /// Samples: events/timer.json, events/failure-destination.json, events/decision.json. All bytes are a request: a document
    /// that cannot be read without a loss is <see cref="Unknown"/>, so that the document itself is kept.
    /// </summary>
    /// <exception cref="DecisionException">A decision does not name a run and an action.</exception>
    public static ReconcileRequest Parse(ReadOnlyMemory<byte> document)
    {
        try
        {
            using var json = JsonDocument.Parse(document, JsonOptions);
            return json.RootElement.ValueKind == JsonValueKind.Object ? Parse(json.RootElement) : new Unknown();
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            // InvalidOperationException is thrown for a text with broken UTF-8 or half of a surrogate pair.
            return new Unknown();
        }
    }

    private static ReconcileRequest Parse(JsonElement root)
    {
        var names = root.EnumerateObject().Select(field => field.Name).ToArray();

        // Only one of two fields with the same name can be read, and the other one may be the event.
        if (names.Distinct(StringComparer.Ordinal).Count() != names.Length)
        {
            return new Unknown();
        }

        if (root.TryGetProperty("requestPayload", out var payload))
        {
            return ParseFailedEvent(root, ReadPayload(payload));
        }

        return names.Length == 0 || root.TryGetProperty("triggerName", out _) ? new Sweep()
            : names.Contains("run") && names.All(name => name is "run" or "action") ? ParseDecision(root)
            : new Unknown();
    }

    private static Decision ParseDecision(JsonElement root) =>
        ReadText(root, "run") is { } run && RunId.TryParse(run, out var id) && ReadText(root, "action") is "resume" or "cancel"
            ? new(id, ReadText(root, "action")!)
            : throw new DecisionException(
                "DECISION-UNKNOWN: a decision must be {\"run\":\"<40 lower-case hex digits>\",\"action\":\"resume\"} or the same with \"cancel\". Nothing was changed.");

    // The documentation (Function Compute, "Result callback") does not state whether a JSON event is sent as a text or as an object: both are read.
    private static ReadOnlyMemory<byte> ReadPayload(JsonElement payload) =>
        payload.ValueKind == JsonValueKind.String ? Encoding.UTF8.GetBytes(payload.GetString()!) : JsonMarshal.GetRawUtf8Value(payload).ToArray();

    private static FailedEvent ParseFailedEvent(JsonElement root, ReadOnlyMemory<byte> payload) =>
        new(root.TryGetProperty("requestContext", out var context) ? ReadText(context, "requestId") ?? "" : "", payload);

    private static string? ReadText(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
