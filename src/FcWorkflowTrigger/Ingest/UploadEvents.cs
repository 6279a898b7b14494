using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Ingest;

/// <summary>Reads the uploads of an event.</summary>
internal static class UploadEvents
{
    /// <param name="ownRegion">The region of an upload whose event names none.</param>
    /// <exception cref="MalformedEventException">The document holds no event, or an entry without bucket or key.</exception>
    public static IReadOnlyList<Upload> Read(ReadOnlyMemory<byte> document, string ownRegion) => Read(IngestDocument.Read(document), ownRegion);

    /// <exception cref="MalformedEventException">A message is no event, or has no bucket or key.</exception>
    public static IReadOnlyList<Upload> Read(IReadOnlyList<IngestMessage> messages, string ownRegion) =>
        [.. messages.Select(message => message is IngestMessage.Event { Entry: var entry } ? RequireBucketAndKey(entry.ToUpload(ownRegion)) : throw new MalformedEventException("The document is no event."))];

    private static Upload RequireBucketAndKey(Upload upload) =>
        upload is { Bucket.Length: > 0, Key.Length: > 0 }
            ? upload
            : throw new MalformedEventException("An entry names no bucket or no key.");
}
