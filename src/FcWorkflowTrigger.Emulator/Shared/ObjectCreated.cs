namespace FcWorkflowTrigger.Emulator.Shared;

/// <summary>The facts of OSS about a created object. Function Compute builds the event of the trigger from them.</summary>
/// <param name="EventName">Without the <c>oss:</c> prefix, as in the event document: <c>ObjectCreated:PutObject</c>.</param>
/// <param name="ETag">Upper-case, without quotes.</param>
/// <param name="DeltaSize">New size less the old one, in bytes; negative when a larger object was overwritten.</param>
/// <param name="RequestId">The uploading request's 24 hex digits.</param>
/// <param name="UploadId">The open multipart upload, for the events of its begin and its parts, when no object exists yet; null for objects.</param>
internal sealed record ObjectCreated(
    string Bucket,
    string Key,
    string EventName,
    string ETag,
    long Size,
    long DeltaSize,
    string RequestId,
    string? MimeType,
    DateTimeOffset At,
    string? UploadId = null);
