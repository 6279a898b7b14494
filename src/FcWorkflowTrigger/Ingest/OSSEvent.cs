using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Ingest;

/// <summary>
/// The event that a trigger sends; only the parts that this function reads. A native OSS trigger sends <paramref name="Events"/>: one entry in practice, a
/// list by contract. An EventBridge trigger sends a CloudEvents 1.0 envelope around one entry: <paramref name="Specversion"/> and
/// <paramref name="Data"/>. An operator sends <paramref name="Backfill"/> or <paramref name="Start"/>, alone.
/// </summary>
/// <remarks>
/// Function Compute documentation, "OSS trigger: event format"; EventBridge documentation, "OSS events". Samples: events/object-created.json,
/// events/objects-created-two.json, events/object-created-eventbridge.json.
/// </remarks>
internal sealed record OSSEvent(
    IReadOnlyList<OSSEventEntry?>? Events = null,
    string? Specversion = null,
    OSSEventEntry? Data = null,
    BackfillRequest? Backfill = null,
    MediaStartRequest? Start = null);

/// <summary>One event.</summary>
internal sealed record OSSEventEntry(
    string EventName,
    OSSEventOss Oss,
    string? EventTime = null,
    string? Region = null,
    OSSEventResponse? ResponseElements = null)
{
    private const string TriggerPrefix = "oss:";

    public Upload ToUpload(string ownRegion) => new(
        string.IsNullOrEmpty(Region) ? ownRegion : Region,
        Oss.Bucket.Name,
        Oss.Object.Key,
        Oss.Object.ETag ?? "",
        Oss.Object.Size,
        ResponseElements?.RequestId,
        EventTime ?? "",
        EventName.StartsWith(TriggerPrefix, StringComparison.Ordinal) ? EventName[TriggerPrefix.Length..] : EventName,
        Oss.Object.ObjectMeta?.MimeType);
}

internal sealed record OSSEventOss(OSSEventBucket Bucket, OSSEventObject Object);

internal sealed record OSSEventBucket(string Name);

internal sealed record OSSEventObject(string Key, string? ETag = null, long Size = 0, OSSEventObjectMeta? ObjectMeta = null);

internal sealed record OSSEventObjectMeta(string? MimeType = null);

internal sealed record OSSEventResponse(string? RequestId = null);
