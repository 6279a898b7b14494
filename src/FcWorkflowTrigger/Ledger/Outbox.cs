using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Ledger.Oss;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Ledger;

/// <summary>Remembers, beside the ledger, which ends of runs are still to be delivered and how far each delivery has come.</summary>
/// <param name="isUsed">False where no system is sent outcomes: nothing is then written.</param>
internal sealed class Outbox(IOssClient oss, Retry retry, TimeProvider clock, bool isUsed)
{
    private readonly MarkerListing _markers = new(oss, retry, clock, Marker.Undelivered);

    /// <summary>
    /// Makes sure that the end of a run is delivered; to be called whenever a run is over and before its marker goes. Idempotent: an end
    /// that was delivered before is not delivered again.
    /// </summary>
    /// <param name="history">Of a run that is over: its last record is the end.</param>
    public Task AnnounceAsync(RunHistory history, CancellationToken cancellationToken) =>
        isUsed ? PutAsync(Marker.ForEnd(history).Key, ReadOnlyMemory<byte>.Empty, cancellationToken) : Task.CompletedTask;

    /// <summary>Every marker due now.</summary>
    public IAsyncEnumerable<Marker> ListDueAsync(CancellationToken cancellationToken) =>
        _markers.ListAsync(TimeSpan.Zero, Marker.FirstShard(clock.GetUtcNow()), cancellationToken);

    /// <summary>Puts the look at a run off to the hour <paramref name="due"/> lies in; null takes it off the list.</summary>
    public async Task MoveAsync(Marker marker, DateTimeOffset? due, CancellationToken cancellationToken)
    {
        var later = due is { } at ? (marker with { Hour = at }).Key : null;

        if (later == marker.Key)
        {
            return;
        }

        if (later is not null)
        {
            await PutAsync(later, ReadOnlyMemory<byte>.Empty, cancellationToken);
        }

        await retry.ExecuteAsync(token => oss.DeleteAsync(marker.Key, token), cancellationToken);
    }

    /// <returns>How far the deliveries of the run have come, as it was written; null before the first.</returns>
    public async Task<byte[]?> ReadStateAsync(RunId run, CancellationToken cancellationToken) =>
        await retry.ExecuteAsync(token => oss.GetAsync(LedgerKeys.DeliveryState(run), token), cancellationToken);

    public Task WriteStateAsync(RunId run, ReadOnlyMemory<byte> state, CancellationToken cancellationToken) =>
        PutAsync(LedgerKeys.DeliveryState(run), state, cancellationToken);

    private Task PutAsync(string key, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        retry.ExecuteAsync(token => oss.PutAsync(key, body, token), cancellationToken);
}
