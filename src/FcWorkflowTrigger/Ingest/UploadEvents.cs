using System.Text.Json;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Ingest;

/// <summary>Reads the uploads out of an event, whichever way it came.</summary>
internal static class UploadEvents
{
    /// <param name="document">The event's bytes: UTF-8 JSON, at most 128 KB by Function Compute's own limit.</param>
    /// <param name="ownRegion">Taken where the event names no region.</param>
    /// <exception cref="MalformedEventException">Not JSON, neither known shape, or an entry lacks its bucket or key.</exception>
    public static IReadOnlyList<Upload> Read(ReadOnlyMemory<byte> document, string ownRegion)
    {
        try
        {
            return [.. Entries(document).Select(entry => Checked(entry?.ToUpload(ownRegion)))];
        }
        catch (JsonException problem)
        {
            throw new MalformedEventException($"The event cannot be read at {problem.Path ?? "its start"}.", problem);
        }
    }

    private static IReadOnlyList<OSSEventEntry?> Entries(ReadOnlyMemory<byte> document) =>
        JsonSerializer.Deserialize(document.Span, IngestJson.Default.OSSEvent) switch
        {
            { Events: { } events } => events,
            { Specversion: not null, Data: { } data } => [data],
            _ => throw new MalformedEventException("The event has neither \"events\" nor \"specversion\" with \"data\"."),
        };

    private static Upload Checked(Upload? upload) =>
        upload is { Bucket.Length: > 0, Key.Length: > 0 }
            ? upload
            : throw new MalformedEventException("An entry names no bucket or no key.");
}
