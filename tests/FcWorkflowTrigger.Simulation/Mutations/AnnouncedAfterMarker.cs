using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Cloud.Oss.Replies;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Simulation.Mutations;

/// <summary>OSS client of a process that announces the end of a run only after it has deleted the marker of the run.</summary>
internal sealed class AnnouncedAfterMarker(IOssClient inner) : IOssClient
{
    private readonly Dictionary<RunId, string> _held = [];

    public Task PutAsync(string key, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        if (!Marker.TryParse(key, out var end) || end is not { Root: Marker.Undelivered, Resend: null })
        {
            return inner.PutAsync(key, body, cancellationToken);
        }

        _held[end.Run] = key;
        return Task.CompletedTask;
    }

    public async Task DeleteAsync(string key, CancellationToken cancellationToken)
    {
        await inner.DeleteAsync(key, cancellationToken);

        if (Marker.TryParse(key, out var marker) && marker.Root == Marker.Unfinished && _held.Remove(marker.Run, out var end))
        {
            await inner.PutAsync(end, ReadOnlyMemory<byte>.Empty, cancellationToken);
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
