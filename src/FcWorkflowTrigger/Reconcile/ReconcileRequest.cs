using System.Text;
using System.Text.Json;
using FcWorkflowTrigger.Ingest;
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
    /// <param name="RequestId">The request id of the invocation that failed.</param>
    public sealed record FailedEvent(string RequestId, ReadOnlyMemory<byte> Payload) : ReconcileRequest;

    /// <summary>An operator's decision about one run: <c>{"run":"&lt;id&gt;","action":"resume|cancel"}</c>.</summary>
    public sealed record Decision(RunId Run, string Action) : ReconcileRequest;

    /// <summary>Anything else. It may be the only copy of an upload's event.</summary>
    public sealed record Unknown : ReconcileRequest;

    /// <summary>Samples: events/timer.json, events/failure-destination.json, events/decision.json.</summary>
    /// <exception cref="MalformedEventException">A decision does not name a run.</exception>
    public static ReconcileRequest Parse(ReadOnlyMemory<byte> document)
    {
        try
        {
            using var json = JsonDocument.Parse(document, JsonOptions);
            return json.RootElement.ValueKind == JsonValueKind.Object ? Parse(json.RootElement) : new Unknown();
        }
        catch (JsonException)
        {
            return new Unknown();
        }
    }

    private static ReconcileRequest Parse(JsonElement root)
    {
        if (root.TryGetProperty("requestPayload", out var payload))
        {
            return ParseFailedEvent(root, ReadPayload(payload));
        }

        return !root.TryGetProperty("run", out var run) ? (IsTimer(root) ? new Sweep() : new Unknown())
            : run.ValueKind == JsonValueKind.String && RunId.TryParse(run.GetString(), out var id) && ReadAction(root) is { } action ? new Decision(id, action)
            : throw new MalformedEventException("A decision must be {\"run\":\"<40 hex digits>\",\"action\":\"resume\" or \"cancel\"}.");
    }

    private static bool IsTimer(JsonElement root) => root.TryGetProperty("triggerName", out _) || !root.EnumerateObject().Any();

    private static string? ReadAction(JsonElement root) =>
        root.TryGetProperty("action", out var action) && action.ValueKind == JsonValueKind.String && action.GetString() is "resume" or "cancel"
            ? action.GetString()
            : null;

    // The documentation (Function Compute, "Result callback") does not state whether a JSON event is sent as a text or as an object: both are read.
    private static ReadOnlyMemory<byte> ReadPayload(JsonElement payload) =>
        Encoding.UTF8.GetBytes(payload.ValueKind == JsonValueKind.String ? payload.GetString()! : payload.GetRawText());

    // An id of another shape is not used as a name; the hash of the event is used instead.
    private static FailedEvent ParseFailedEvent(JsonElement root, ReadOnlyMemory<byte> payload) =>
        root.TryGetProperty("requestContext", out var context)
        && context.ValueKind == JsonValueKind.Object
        && context.TryGetProperty("requestId", out var id)
        && id.ValueKind == JsonValueKind.String
        && id.GetString() is { Length: > 0 and <= 64 } text
        && text.All(character => char.IsAsciiLetterOrDigit(character) || character == '-')
            ? new(text, payload)
            : new(Sha256Hex.Compute(payload.Span)[..16], payload);
}
