using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Cloud.Oss.Replies;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Outcomes.Delivery;

namespace FcWorkflowTrigger.Simulation.Mutations;

/// <summary>
/// OSS client of a process that has an end sent again under the marker of its first delivery, once it counts as undelivered. A delivery that
/// is under way writes it back as delivered and takes the marker away.
/// </summary>
internal sealed class ResentUnderOneMarker(IOssClient inner) : IOssClient
{
    public async Task PutAsync(string key, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        if (!Marker.TryParse(key, out var marker) || marker.Resend is null)
        {
            await inner.PutAsync(key, body, cancellationToken);
            return;
        }

        var first = marker with { Resend = null };
        var state = DeliveryState.Parse(await inner.GetAsync(LedgerKeys.DeliveryState(marker.Run), cancellationToken));
        var left = new DeliveryState(state.Entries.Where(entry => !entry.Key.StartsWith($"{first.Delivery}/", StringComparison.Ordinal)).ToDictionary());
        await inner.PutAsync(LedgerKeys.DeliveryState(marker.Run), left.ToJson(), cancellationToken);
        await inner.PutAsync(first.Key, body, cancellationToken);
    }

    public Task<byte[]?> GetAsync(string key, CancellationToken cancellationToken) => inner.GetAsync(key, cancellationToken);

    public Task<OssPut> PutIfAbsentAsync(string key, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        inner.PutIfAbsentAsync(key, body, cancellationToken);

    public Task<OssPut> AppendAsync(string key, long position, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        inner.AppendAsync(key, position, body, cancellationToken);

    public Task DeleteAsync(string key, CancellationToken cancellationToken) => inner.DeleteAsync(key, cancellationToken);

    public Task<OssPage> ListAsync(string prefix, string? startAfter, CancellationToken cancellationToken) => inner.ListAsync(prefix, startAfter, cancellationToken);

    public Task<string?> GetVersioningAsync(CancellationToken cancellationToken) => inner.GetVersioningAsync(cancellationToken);
}
