using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FcWorkflowTrigger.Ingest;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Reconcile;

/// <summary>What the reconcile function was invoked for.</summary>
internal abstract record ReconcileRequest
{
    private static readonly JsonDocumentOptions Shallow = new() { MaxDepth = 32 };

    private ReconcileRequest() { }

    /// <summary>The timer, or a person with an empty object.</summary>
    public sealed record Sweep : ReconcileRequest;

    /// <summary>Function Compute gave up on an event of another function and hands it on.</summary>
    /// <param name="RequestId">The invocation's that failed.</param>
    public sealed record GivenUp(string RequestId, ReadOnlyMemory<byte> Payload) : ReconcileRequest;

    /// <summary>A person's decision about one run: <c>{"run":"&lt;id&gt;","action":"resume|cancel"}</c>.</summary>
    public sealed record Decision(RunId Run, string Action) : ReconcileRequest;

    /// <summary>Anything else. It may be somebody's only copy of an upload's event.</summary>
    public sealed record Unknown : ReconcileRequest;

    /// <summary>Samples: events/timer.json, events/failure-destination.json, events/decision.json.</summary>
    /// <exception cref="MalformedEventException">A decision about no run.</exception>
    public static ReconcileRequest Read(ReadOnlyMemory<byte> document)
    {
        try
        {
            using var json = JsonDocument.Parse(document, Shallow);
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
            return GivenUpOf(root, BytesOf(payload));
        }

        return !root.TryGetProperty("run", out var run) ? (IsTimer(root) ? new Sweep() : new Unknown())
            : run.ValueKind == JsonValueKind.String && RunId.TryParse(run.GetString(), out var id) && ActionOf(root) is { } action ? new Decision(id, action)
            : throw new MalformedEventException("A decision is {\"run\":\"<40 hex digits>\",\"action\":\"resume\" or \"cancel\"}.");
    }

    private static bool IsTimer(JsonElement root) => root.TryGetProperty("triggerName", out _) || !root.EnumerateObject().Any();

    private static string? ActionOf(JsonElement root) =>
        root.TryGetProperty("action", out var action) && action.ValueKind == JsonValueKind.String && action.GetString() is "resume" or "cancel"
            ? action.GetString()
            : null;

    // Whether a JSON event travels as a text or as an object is not documented (Function Compute, "Result callback"): both are read.
    private static ReadOnlyMemory<byte> BytesOf(JsonElement payload) =>
        Encoding.UTF8.GetBytes(payload.ValueKind == JsonValueKind.String ? payload.GetString()! : payload.GetRawText());

    // An id of another shape is not used as a name; the event's own hash tells it from others.
    private static GivenUp GivenUpOf(JsonElement root, ReadOnlyMemory<byte> payload) =>
        root.TryGetProperty("requestContext", out var context)
        && context.ValueKind == JsonValueKind.Object
        && context.TryGetProperty("requestId", out var id)
        && id.ValueKind == JsonValueKind.String
        && id.GetString() is { Length: > 0 and <= 64 } text
        && text.All(character => char.IsAsciiLetterOrDigit(character) || character == '-')
            ? new(text, payload)
            : new(Convert.ToHexStringLower(SHA256.HashData(payload.Span))[..16], payload);
}
