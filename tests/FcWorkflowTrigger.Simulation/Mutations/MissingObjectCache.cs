using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Cloud.Oss.Replies;

namespace FcWorkflowTrigger.Simulation.Mutations;

/// <summary>An object reader that remembers which objects did not exist.</summary>
internal sealed class MissingObjectCache(IObjectReader inner) : IObjectReader
{
    private readonly HashSet<string> _missing = [];

    public async Task<OssObject?> GetAsync(string bucket, string key, int maxBytes, CancellationToken cancellationToken)
    {
        if (_missing.Contains(key))
        {
            return null;
        }

        var found = await inner.GetAsync(bucket, key, maxBytes, cancellationToken);

        if (found is null)
        {
            _missing.Add(key);
        }

        return found;
    }

    public Task<OssHead?> HeadAsync(string bucket, string key, CancellationToken cancellationToken) => inner.HeadAsync(bucket, key, cancellationToken);

    public Task<IReadOnlyDictionary<string, string>?> GetTaggingAsync(string bucket, string key, CancellationToken cancellationToken) =>
        inner.GetTaggingAsync(bucket, key, cancellationToken);

    public Task<byte[]?> GetStartAsync(string bucket, string key, string eTag, int bytes, CancellationToken cancellationToken) =>
        inner.GetStartAsync(bucket, key, eTag, bytes, cancellationToken);

    public Task<OssPage> ListAsync(string bucket, string prefix, string? startAfter, CancellationToken cancellationToken) =>
        inner.ListAsync(bucket, prefix, startAfter, cancellationToken);
}
