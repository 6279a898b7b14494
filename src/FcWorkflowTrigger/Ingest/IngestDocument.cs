using System.Text.Json;
using FcWorkflowTrigger.Formats;
using FcWorkflowTrigger.Rules.Loading;

namespace FcWorkflowTrigger.Ingest;

/// <summary>Reads what ingest is handed: the events of uploads in whatever is around them, or the request of an operator, alone.</summary>
internal static class IngestDocument
{
    private const string BackfillField = "backfill";
    private const string StartField = "start";

    /// <param name="document">UTF-8, at most 128 KB by Function Compute's own limit.</param>
    /// <returns>One or more.</returns>
    /// <exception cref="MalformedEventException">It holds no event and no request, or one that is not whole.</exception>
    public static IReadOnlyList<IngestMessage> Read(ReadOnlyMemory<byte> document)
    {
        // A person may have saved the event in an editor that writes a byte-order mark.
        var text = document[(document.Length - JsonText.SkipMark(document.Span).Length)..];

        if (JsonText.FindOtherEncoding(text.Span) is { } encoding)
        {
            throw new MalformedEventException($"The event is {encoding}; save the file as UTF-8.");
        }

        try
        {
            return Wrappings.Open(text, IsMessage, Read) is [_, ..] messages ? messages : throw new MalformedEventException("The event holds an empty list.");
        }
        catch (FormatException problem)
        {
            throw new MalformedEventException(problem.Message, problem);
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            throw new MalformedEventException($"The event cannot be read at {(problem as JsonException)?.Path ?? "its start"}.", problem);
        }
    }

    // An event without a name or an object is one too: it is refused for what it lacks.
    private static bool IsMessage(JsonElement element) => Has(element, "oss") || Has(element, "eventName") || Has(element, BackfillField) || Has(element, StartField);

    private static IngestMessage Read(JsonElement message, int depth) => (Has(message, BackfillField), Has(message, StartField)) switch
    {
        (false, false) => new IngestMessage.Event(message.Deserialize(IngestJson.Default.OSSEventEntry)!),

        // Who may write to a queue or topic may send events, and is no operator.
        _ when depth > 0 => throw new FormatException("An operator's request is wrapped."),
        (true, false) => new IngestMessage.Backfill(message.GetProperty(BackfillField).Deserialize(IngestJson.Default.BackfillRequest) ?? throw new FormatException("A backfill is null.")),
        (false, true) => new IngestMessage.Start(message.GetProperty(StartField).Deserialize(IngestJson.Default.MediaStartRequest) ?? throw new FormatException("A start is null.")),
        _ => throw new FormatException("A document asks for a backfill and for a start."),
    };

    private static bool Has(JsonElement element, string field) => element.TryGetProperty(field, out _);
}

/// <summary>One message to ingest.</summary>
internal abstract record IngestMessage
{
    private IngestMessage() { }

    /// <summary>One entry of an event of OSS.</summary>
    public sealed record Event(OSSEventEntry Entry) : IngestMessage;

    /// <summary>An operator asks for the runs of an object: the only message of its document.</summary>
    public sealed record Backfill(BackfillRequest Request) : IngestMessage;

    /// <summary>An operator starts a workflow: the only message of its document.</summary>
    public sealed record Start(MediaStartRequest Request) : IngestMessage;
}
