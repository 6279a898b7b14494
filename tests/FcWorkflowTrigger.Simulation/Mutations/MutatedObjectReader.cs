using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Cloud.Oss.Replies;

namespace FcWorkflowTrigger.Simulation.Mutations;

/// <summary>The object reader under the mutations: each call goes to the real reader, and a mutation overrides the one that it breaks.</summary>
internal abstract class MutatedObjectReader(IObjectReader inner) : IObjectReader
{
    public virtual Task<OssHead?> HeadAsync(string bucket, string key, CancellationToken cancellationToken) => inner.HeadAsync(bucket, key, cancellationToken);

    public virtual Task<OssObject?> GetAsync(string bucket, string key, int maxBytes, CancellationToken cancellationToken) =>
        inner.GetAsync(bucket, key, maxBytes, cancellationToken);

    public virtual Task<IReadOnlyDictionary<string, string>?> GetTaggingAsync(string bucket, string key, string? versionId, CancellationToken cancellationToken) =>
        inner.GetTaggingAsync(bucket, key, versionId, cancellationToken);

    public Task<byte[]?> GetStartAsync(string bucket, string key, string eTag, int bytes, CancellationToken cancellationToken) =>
        inner.GetStartAsync(bucket, key, eTag, bytes, cancellationToken);

    public virtual Task<OssPage> ListAsync(string bucket, string prefix, string? startAfter, CancellationToken cancellationToken) =>
        inner.ListAsync(bucket, prefix, startAfter, cancellationToken);
}
