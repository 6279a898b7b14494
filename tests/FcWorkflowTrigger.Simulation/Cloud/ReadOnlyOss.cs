using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Cloud.Oss.Replies;

namespace FcWorkflowTrigger.Simulation.Cloud;

/// <summary>Reads the bucket directly: a read uses no network and takes no simulated time.</summary>
internal sealed class ReadOnlyOss(OssBucket bucket) : IOssClient
{
    public Task<byte[]?> GetAsync(string key, CancellationToken cancellationToken) => Task.FromResult(bucket.Get(key));

    public Task PutAsync(string key, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<OssPut> PutIfAbsentAsync(string key, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<OssPut> AppendAsync(string key, long position, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task DeleteAsync(string key, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<OssPage> ListAsync(string prefix, string? startAfter, CancellationToken cancellationToken) => Task.FromResult(bucket.Page(prefix, startAfter));

    public Task<string?> GetVersioningAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
}
