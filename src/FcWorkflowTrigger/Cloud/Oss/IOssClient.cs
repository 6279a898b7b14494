using FcWorkflowTrigger.Cloud.Oss.Replies;

namespace FcWorkflowTrigger.Cloud.Oss;

/// <summary>The operations of OSS that the ledger uses, in one bucket. Each call is one request; the caller repeats it.</summary>
/// <exception cref="OssException">OSS understood the call and refused it for another reason than the outcomes named.</exception>
/// <exception cref="HttpRequestException">No usable reply: the call may have taken effect.</exception>
/// <exception cref="TimeoutException">No reply in time: the call may have taken effect.</exception>
internal interface IOssClient
{
    /// <summary>The whole object; null when there is none.</summary>
    Task<byte[]?> GetAsync(string key, CancellationToken cancellationToken);

    /// <summary>Writes or overwrites.</summary>
    Task PutAsync(string key, ReadOnlyMemory<byte> body, CancellationToken cancellationToken);

    /// <summary>Writes only if there is no object with this key (<c>x-oss-forbid-overwrite</c>). Not valid in a bucket that was ever versioned.</summary>
    Task<OssPut> PutIfAbsentAsync(string key, ReadOnlyMemory<byte> body, CancellationToken cancellationToken);

    /// <summary>Appends if the object is exactly <paramref name="position"/> bytes long; creates it at 0.</summary>
    Task<OssPut> AppendAsync(string key, long position, ReadOnlyMemory<byte> body, CancellationToken cancellationToken);

    /// <summary>Succeeds whether or not the object existed.</summary>
    Task DeleteAsync(string key, CancellationToken cancellationToken);

    /// <summary>Up to 1,000 objects in order of key, after <paramref name="startAfter"/>.</summary>
    Task<OssPage> ListAsync(string prefix, string? startAfter, CancellationToken cancellationToken);

    /// <summary>GetBucketVersioning: <c>Enabled</c> or <c>Suspended</c>; null when the bucket was never versioned.</summary>
    Task<string?> GetVersioningAsync(CancellationToken cancellationToken);
}
