namespace FcWorkflowTrigger.Emulator.Oss;

/// <summary>One object, whole; replaced, never changed.</summary>
/// <param name="ETag">Upper-case, without quotes.</param>
/// <param name="Type"><c>Normal</c>, <c>Appendable</c> or <c>Multipart</c>.</param>
/// <param name="Meta">The <c>x-oss-meta-*</c> headers, names in lower case.</param>
internal sealed record StoredObject(
    string Bucket,
    string Key,
    byte[] Body,
    string ETag,
    string Type,
    string ContentType,
    IReadOnlyDictionary<string, string> Meta,
    DateTimeOffset LastModified)
{
    public string QuotedETag => $"\"{ETag}\"";
}
