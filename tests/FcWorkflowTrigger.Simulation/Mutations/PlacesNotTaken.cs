using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Cloud.Oss.Replies;

namespace FcWorkflowTrigger.Simulation.Mutations;

/// <summary>OSS client of a process whose runs look at each other and take no place in the line of their object.</summary>
internal sealed class PlacesNotTaken(IOssClient inner) : IOssClient
{
    public Task<OssPut> AppendAsync(string key, long position, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        key.StartsWith("i/", StringComparison.Ordinal) ? Task.FromResult<OssPut>(OssPut.Written.Instance) : inner.AppendAsync(key, position, body, cancellationToken);

    public Task<byte[]?> GetAsync(string key, CancellationToken cancellationToken) => inner.GetAsync(key, cancellationToken);

    public Task PutAsync(string key, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) => inner.PutAsync(key, body, cancellationToken);

    public Task<OssPut> PutIfAbsentAsync(string key, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        inner.PutIfAbsentAsync(key, body, cancellationToken);

    public Task DeleteAsync(string key, CancellationToken cancellationToken) => inner.DeleteAsync(key, cancellationToken);

    public Task<OssPage> ListAsync(string prefix, string? startAfter, CancellationToken cancellationToken) => inner.ListAsync(prefix, startAfter, cancellationToken);

    public Task<string?> GetVersioningAsync(CancellationToken cancellationToken) => inner.GetVersioningAsync(cancellationToken);
}
