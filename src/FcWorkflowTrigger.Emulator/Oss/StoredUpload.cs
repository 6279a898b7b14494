namespace FcWorkflowTrigger.Emulator.Oss;

/// <summary>A multipart upload that has begun.</summary>
/// <param name="Whole">What it is to become, still without a body.</param>
internal sealed record StoredUpload(string Id, StoredObject Whole, DateTimeOffset Initiated = default);

/// <summary>One part of it.</summary>
/// <param name="Number">From 1 to 10,000.</param>
internal sealed record StoredPart(string UploadId, int Number, byte[] Body, string ETag, DateTimeOffset LastModified = default)
{
    public string QuotedETag => $"\"{ETag}\"";

    public string FileName => $"{UploadId}-{Number}";
}
