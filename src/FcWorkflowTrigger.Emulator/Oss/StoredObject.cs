namespace FcWorkflowTrigger.Emulator.Oss;

/// <summary>One object. A change replaces the whole record.</summary>
/// <param name="ETag">Upper-case, without quotes.</param>
/// <param name="Type"><c>Normal</c>, <c>Appendable</c>, <c>Multipart</c> or <c>Symlink</c>.</param>
/// <param name="Meta">The <c>x-oss-meta-*</c> headers, names in lower case.</param>
/// <param name="StorageClass">As <c>x-oss-storage-class</c> writes it.</param>
/// <param name="Tags">Null, or empty, for none.</param>
/// <param name="Headers">The <see cref="StandardHeaders"/> that were sent with it; null for none.</param>
/// <param name="SymlinkTarget">The key that a symbolic link names, in the same bucket; null for other objects.</param>
internal sealed record StoredObject(
    string Bucket,
    string Key,
    byte[] Body,
    string ETag,
    string Type,
    string ContentType,
    IReadOnlyDictionary<string, string> Meta,
    DateTimeOffset LastModified,
    string StorageClass = StorageClasses.Standard,
    IReadOnlyDictionary<string, string>? Tags = null,
    IReadOnlyDictionary<string, string>? Headers = null,
    string Acl = ObjectAcls.Default,
    string? SymlinkTarget = null)
{
    public string QuotedETag => $"\"{ETag}\"";
}
