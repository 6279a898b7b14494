using System.Text.Json;
using FcWorkflowTrigger.Rules.Loading;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Ingest;

/// <summary>Reads the uploads of an event from an OSS trigger or an EventBridge trigger.</summary>
internal static class UploadEvents
{
    /// <param name="document">The event's bytes: UTF-8 JSON, at most 128 KB by Function Compute's own limit.</param>
    /// <param name="ownRegion">The region of an upload whose event names none.</param>
    /// <exception cref="MalformedEventException">The event is not JSON, has neither known shape or both, lists nothing, or has an entry without bucket or key.</exception>
    public static IReadOnlyList<Upload> Read(ReadOnlyMemory<byte> document, string ownRegion) => Read(Parse(document), ownRegion);

    /// <exception cref="MalformedEventException">The event has neither known shape or both, lists nothing, or has an entry without bucket or key.</exception>
    public static IReadOnlyList<Upload> Read(OSSEvent found, string ownRegion) =>
        [.. SelectEntries(found).Select(entry => RequireBucketAndKey(entry?.ToUpload(ownRegion)))];

    /// <exception cref="MalformedEventException">The document is not JSON, or not of the types of an event.</exception>
    public static OSSEvent Parse(ReadOnlyMemory<byte> document)
    {
        // A person may have saved the event in an editor that writes a byte-order mark.
        var text = JsonText.SkipMark(document.Span);

        if (JsonText.FindOtherEncoding(text) is { } encoding)
        {
            throw new MalformedEventException($"The event is {encoding}; save the file as UTF-8.");
        }

        try
        {
            return JsonSerializer.Deserialize(text, IngestJson.Default.OSSEvent) ?? new();
        }
        catch (JsonException problem)
        {
            throw new MalformedEventException($"The event cannot be read at {problem.Path ?? "its start"}.", problem);
        }
    }

    private static IReadOnlyList<OSSEventEntry?> SelectEntries(OSSEvent found) => found switch
    {
        { Events: [_, ..] events, Data: null } => events,
        { Events: null, Specversion: not null, Data: { } data } => [data],
        _ => throw new MalformedEventException("The event has neither one or more \"events\" nor \"specversion\" with \"data\"."),
    };

    private static Upload RequireBucketAndKey(Upload? upload) =>
        upload is { Bucket.Length: > 0, Key.Length: > 0 }
            ? upload
            : throw new MalformedEventException("An entry names no bucket or no key.");
}
