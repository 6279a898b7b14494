using System.Text;
using System.Text.Json;
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

    /// <summary>Samples: events/timer.json, events/failure-destination.json, events/decision.json.</summary>
    /// <exception cref="MalformedEventException">Not a JSON object, or a decision about no run.</exception>
    public static ReconcileRequest Read(ReadOnlyMemory<byte> document)
    {
        try
        {
            using var json = JsonDocument.Parse(document, Shallow);
            return json.RootElement.ValueKind == JsonValueKind.Object
                ? Of(json.RootElement)
                : throw new MalformedEventException("A reconcile event is a JSON object.");
        }
        catch (JsonException problem)
        {
            throw new MalformedEventException("The event is not JSON.", problem);
        }
    }

    private static ReconcileRequest Of(JsonElement root)
    {
        if (root.TryGetProperty("requestPayload", out var payload))
        {
            return new GivenUp(RequestIdOf(root), BytesOf(payload));
        }

        return !root.TryGetProperty("run", out var run) ? new Sweep()
            : run.ValueKind == JsonValueKind.String && RunId.TryParse(run.GetString(), out var id) && ActionOf(root) is { } action ? new Decision(id, action)
            : throw new MalformedEventException("A decision is {\"run\":\"<40 hex digits>\",\"action\":\"resume\" or \"cancel\"}.");
    }

    private static string? ActionOf(JsonElement root) =>
        root.TryGetProperty("action", out var action) && action.ValueKind == JsonValueKind.String && action.GetString() is "resume" or "cancel"
            ? action.GetString()
            : null;

    // Whether a JSON event travels as a text or as an object is not documented (Function Compute, "Result callback"): both are read.
    private static ReadOnlyMemory<byte> BytesOf(JsonElement payload) =>
        Encoding.UTF8.GetBytes(payload.ValueKind == JsonValueKind.String ? payload.GetString()! : payload.GetRawText());

    private static string RequestIdOf(JsonElement root) =>
        root.TryGetProperty("requestContext", out var context)
        && context.ValueKind == JsonValueKind.Object
        && context.TryGetProperty("requestId", out var id)
        && id.ValueKind == JsonValueKind.String
        && id.GetString() is { Length: > 0 and <= 64 } text
        && text.All(character => char.IsAsciiLetterOrDigit(character) || character == '-') ? text : "unnamed";
}
