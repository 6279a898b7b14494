using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Ingest;

/// <summary>One event of OSS; only the parts that this function reads.</summary>
/// <remarks>
/// OSS documentation, "Event notifications"; Function Compute documentation, "OSS trigger: event format". Neither puts user metadata into an event. Samples: events/object*.json.
/// </remarks>
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
