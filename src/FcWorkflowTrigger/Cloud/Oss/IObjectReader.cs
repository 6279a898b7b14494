using FcWorkflowTrigger.Cloud.Oss.Replies;

namespace FcWorkflowTrigger.Cloud.Oss;

/// <summary>Reads uploaded objects in any bucket of the region. Each call is one request; the caller repeats it.</summary>
/// <exception cref="OssException">OSS understood the call and refused it for another reason than the outcomes named.</exception>
/// <exception cref="HttpRequestException">No usable reply.</exception>
internal interface IObjectReader
{
    /// <summary>HeadObject; null when there is no such object.</summary>
    Task<OssHead?> HeadAsync(string bucket, string key, CancellationToken cancellationToken);

    /// <summary>GetObjectTagging; null when there is no such object or version.</summary>
    /// <param name="versionId">Null for the object as it is now.</param>
    Task<IReadOnlyDictionary<string, string>?> GetTaggingAsync(string bucket, string key, string? versionId, CancellationToken cancellationToken);

    /// <summary>The first bytes, or as many as there are; null when there is no such object or, with an <paramref name="eTag"/>, not that one.</summary>
    Task<byte[]?> GetStartAsync(string bucket, string key, string eTag, int bytes, CancellationToken cancellationToken);

    /// <summary>GetObject, no more than <paramref name="maxBytes"/> of it; null when there is no such object.</summary>
    Task<OssObject?> GetAsync(string bucket, string key, int maxBytes, CancellationToken cancellationToken);

    /// <summary>Up to 1,000 objects in order of key, after <paramref name="startAfter"/>.</summary>
    Task<OssPage> ListAsync(string bucket, string prefix, string? startAfter, CancellationToken cancellationToken);
}

/// <summary>The first bytes of an object, and the ETag of the object.</summary>
/// <param name="ETag">Without its quotes.</param>
internal sealed record OssObject(string ETag, byte[] Body);

/// <summary>What HeadObject returns (OSS documentation, "HeadObject").</summary>
/// <param name="ETag">Without its quotes.</param>
/// <param name="StorageClass"><c>x-oss-storage-class</c>.</param>
/// <param name="Meta">User metadata; names without <c>x-oss-meta-</c>, in lower case.</param>
/// <param name="Type"><c>x-oss-object-type</c>: <c>Normal</c>, <c>Multipart</c>, <c>Appendable</c> or <c>Symlink</c>.</param>
/// <param name="VersionId"><c>x-oss-version-id</c>; null in a bucket that was never versioned.</param>
internal sealed record OssHead(
    string ETag,
    long Size,
    DateTimeOffset? LastModified,
    string? ContentType,
    string? StorageClass,
    IReadOnlyDictionary<string, string> Meta,
    string? Type = null,
    string? VersionId = null);
