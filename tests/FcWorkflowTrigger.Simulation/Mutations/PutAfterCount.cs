using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Cloud.Oss.Replies;

namespace FcWorkflowTrigger.Simulation.Mutations;

/// <summary>OSS client of a process that writes its permits only after it has counted the permits of other runs.</summary>
internal sealed class PutAfterCount(IOssClient inner) : IOssClient
{
    private readonly List<string> _held = [];

    public Task<byte[]?> GetAsync(string key, CancellationToken cancellationToken) => inner.GetAsync(key, cancellationToken);

    public Task PutAsync(string key, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        if (key[0] != 'b')
        {
            return inner.PutAsync(key, body, cancellationToken);
        }

        _held.Add(key);
        return Task.CompletedTask;
    }

    public async Task<OssPage> ListAsync(string prefix, string? startAfter, CancellationToken cancellationToken)
    {
        var page = await inner.ListAsync(prefix, startAfter, cancellationToken);

        foreach (var key in _held.Where(key => key.StartsWith(prefix, StringComparison.Ordinal)).ToArray())
        {
            _held.Remove(key);
            await inner.PutAsync(key, ReadOnlyMemory<byte>.Empty, cancellationToken);
        }

        return page;
    }

    public Task<OssPut> PutIfAbsentAsync(string key, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        inner.PutIfAbsentAsync(key, body, cancellationToken);

    public Task<OssPut> AppendAsync(string key, long position, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        inner.AppendAsync(key, position, body, cancellationToken);

    public Task DeleteAsync(string key, CancellationToken cancellationToken) => inner.DeleteAsync(key, cancellationToken);

    public Task<string?> GetVersioningAsync(CancellationToken cancellationToken) => inner.GetVersioningAsync(cancellationToken);
}
