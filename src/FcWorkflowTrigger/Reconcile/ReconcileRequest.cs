using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Reconcile;

/// <summary>What the reconcile function is asked to do.</summary>
internal abstract record ReconcileRequest
{
    /// <summary>The most characters of a note.</summary>
    public const int MaxNoteLength = 500;

    private static readonly JsonDocumentOptions JsonOptions = new() { MaxDepth = 32 };

    private ReconcileRequest() { }

    /// <summary>The timer, or an operator who sends an empty object.</summary>
    public sealed record Sweep : ReconcileRequest;

    /// <summary>Function Compute gave up on an event of another function and sends it to this function.</summary>
    /// <param name="RequestId">The request id of the invocation that failed, as the document has it; empty when it has none.</param>
    public sealed record FailedEvent(string RequestId, ReadOnlyMemory<byte> Payload) : ReconcileRequest;

    /// <summary>An operator's decision about one run: <c>{"run":"&lt;id&gt;","action":"resume|cancel|redrive"}</c>.</summary>
    /// <param name="Note">Kept in the ledger; at most <see cref="MaxNoteLength"/> characters.</param>
    /// <param name="IsForced">Only for <c>redrive</c>, as <c>"force":true</c>.</param>
    public sealed record Decision(RunId Run, string Action, string? Note = null, bool IsForced = false) : ReconcileRequest;

    /// <summary>An operator has an outcome delivered once more: <c>{"deliveries":"resend","run":"&lt;id&gt;","end":&lt;place in the log&gt;}</c>.</summary>
    public sealed record Resend(RunId Run, int End) : ReconcileRequest;

    /// <summary>An operator tests the receivers of outcomes: <c>{"deliveries":"test"}</c>.</summary>
    public sealed record TestDeliveries : ReconcileRequest;

    /// <summary>An operator has a kept event handled: <c>{"events":"replay","key":"u/…"}</c>.</summary>
    public sealed record Replay(string Key) : ReconcileRequest;

    /// <summary>Anything else. It may be the only copy of an upload's event.</summary>
    public sealed record Unknown : ReconcileRequest;

    /// <summary>
    /// Samples: events/timer.json, events/failure-destination.json, events/decision.json. All bytes are a request: a document
    /// that cannot be read without a loss is <see cref="Unknown"/>, so that the document itself is kept.
    /// </summary>
    /// <exception cref="DecisionException">An operator's command is not whole.</exception>
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
            : ReadText(root, "deliveries") is { } deliveries && names.All(name => name is "deliveries" or "run" or "end") ? ParseDeliveries(root, deliveries)
            : ReadText(root, "events") is { } events && names.All(name => name is "events" or "key") ? ParseReplay(root, events)
            : names.Contains("run") && names.All(name => name is "run" or "action" or "note" or "force") ? ParseDecision(root)
            : new Unknown();
    }

    private static Decision ParseDecision(JsonElement root) =>
        ReadRun(root) is { } run
        && ReadText(root, "action") is { } action and ("resume" or "cancel" or "redrive")
        && TryReadNote(root, out var note)
        && TryReadForce(root, action, out var force)
            ? new(run, action, note, force)
            : throw new DecisionException(
                "DECISION-UNKNOWN: a decision must be {\"run\":\"<40 lower-case hex digits>\",\"action\":\"resume\", \"cancel\" or \"redrive\"}, "
                + "with a \"note\" of at most 500 characters and, for a redrive, \"force\":true or false, if you like. Nothing was changed.");

    private static ReconcileRequest ParseDeliveries(JsonElement root, string what) => what switch
    {
        "test" when !root.TryGetProperty("run", out _) && !root.TryGetProperty("end", out _) => new TestDeliveries(),
        "resend" when ReadRun(root) is { } run
            && root.TryGetProperty("end", out var end) && end.ValueKind == JsonValueKind.Number && end.TryGetInt32(out var seq) && seq >= 0 => new Resend(run, seq),
        _ => throw new DecisionException(
            "DECISION-UNKNOWN: a request about deliveries must be {\"deliveries\":\"test\"} or {\"deliveries\":\"resend\",\"run\":\"<40 lower-case hex digits>\",\"end\":<place in the log>}. Nothing was changed."),
    };

    private static Replay ParseReplay(JsonElement root, string what) => what == "replay" && ReadText(root, "key") is { Length: > 0 } key
        ? new(key)
        : throw new DecisionException("DECISION-UNKNOWN: a request about events must be {\"events\":\"replay\",\"key\":\"u/<day>/<name>\"}. Nothing was changed.");

    private static RunId? ReadRun(JsonElement root) => ReadText(root, "run") is { } run && RunId.TryParse(run, out var id) ? id : null;

    private static bool TryReadNote(JsonElement root, out string? note)
    {
        note = ReadText(root, "note");
        return !root.TryGetProperty("note", out _) || note is { Length: > 0 and <= MaxNoteLength };
    }

    private static bool TryReadForce(JsonElement root, string action, out bool force)
    {
        force = root.TryGetProperty("force", out var value) && value.ValueKind == JsonValueKind.True;
        return value.ValueKind == JsonValueKind.Undefined || (action == "redrive" && value.ValueKind is JsonValueKind.True or JsonValueKind.False);
    }

    // The documentation (Function Compute, "Result callback") does not state whether a JSON event is sent as a text or as an object: both are read.
    private static ReadOnlyMemory<byte> ReadPayload(JsonElement payload) =>
        payload.ValueKind == JsonValueKind.String ? Encoding.UTF8.GetBytes(payload.GetString()!) : JsonMarshal.GetRawUtf8Value(payload).ToArray();

    private static FailedEvent ParseFailedEvent(JsonElement root, ReadOnlyMemory<byte> payload) =>
        new(root.TryGetProperty("requestContext", out var context) ? ReadText(context, "requestId") ?? "" : "", payload);

    private static string? ReadText(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
