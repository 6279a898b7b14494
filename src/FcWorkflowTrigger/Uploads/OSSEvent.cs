namespace FcWorkflowTrigger.Uploads;

/// <summary>What a native OSS trigger sends: one entry in practice, a list by contract. Only the parts this function reads.</summary>
/// <remarks>Function Compute documentation, "OSS trigger: event format". Samples: events/object-created.json, events/objects-created-two.json.</remarks>
internal sealed record OSSEvent(IReadOnlyList<OSSEventEntry?> Events);

/// <summary>One event; also the <c>data</c> of an EventBridge envelope.</summary>
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
