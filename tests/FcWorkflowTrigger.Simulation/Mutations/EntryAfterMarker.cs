using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Cloud.Oss.Replies;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Simulation.Mutations;

/// <summary>OSS client of a process that enters the end of a run into the index only after it has deleted the marker of the run.</summary>
internal sealed class EntryAfterMarker(IOssClient inner) : IOssClient
{
    private readonly Dictionary<RunId, string> _held = [];

    public Task PutAsync(string key, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        if (!EndEntry.TryParse(key, out var entry))
        {
            return inner.PutAsync(key, body, cancellationToken);
        }

        _held[entry.Run] = key;
        return Task.CompletedTask;
    }

    public async Task DeleteAsync(string key, CancellationToken cancellationToken)
    {
        await inner.DeleteAsync(key, cancellationToken);

        if (Marker.TryParse(key, out var marker) && _held.Remove(marker.Run, out var entry))
        {
            await inner.PutAsync(entry, ReadOnlyMemory<byte>.Empty, cancellationToken);
        }
    }

    public Task<byte[]?> GetAsync(string key, CancellationToken cancellationToken) => inner.GetAsync(key, cancellationToken);

    public Task<OssPut> PutIfAbsentAsync(string key, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        inner.PutIfAbsentAsync(key, body, cancellationToken);

    public Task<OssPut> AppendAsync(string key, long position, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        inner.AppendAsync(key, position, body, cancellationToken);

    public Task<OssPage> ListAsync(string prefix, string? startAfter, CancellationToken cancellationToken) => inner.ListAsync(prefix, startAfter, cancellationToken);

    public Task<string?> GetVersioningAsync(CancellationToken cancellationToken) => inner.GetVersioningAsync(cancellationToken);
}
