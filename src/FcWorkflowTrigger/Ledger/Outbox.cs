using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Ledger.Oss;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Ledger;

/// <summary>Stores, beside the ledger, which ends of runs have to be delivered, and the state of each delivery.</summary>
/// <param name="isUsed">False where no system receives outcomes: then only what the object of the run is marked with is written.</param>
internal sealed class Outbox(IOssClient oss, Retry retry, TimeProvider clock, bool isUsed)
{
    private readonly MarkerListing _markers = new(oss, retry, clock, Marker.Undelivered);

    /// <summary>
    /// Makes sure that a record of a run is told to the user's systems, and that its object is marked. Call it before the marker of the run is deleted or moved. Idempotent:
    /// what was delivered before is not delivered again.
    /// </summary>
    /// <param name="end">A record of the run that is told: <see cref="RunRecord.IsTold"/>.</param>
    public Task AnnounceAsync(RunHistory run, RunRecord end, CancellationToken cancellationToken) => isUsed || (end.IsMarked && run.Mark is not null)
        ? PutAsync(Marker.ForEnd(run.Id, end).Key, ReadOnlyMemory<byte>.Empty, cancellationToken)
        : Task.CompletedTask;

    /// <summary>Has an end of a run delivered once more. The same command again is the same delivery.</summary>
    /// <remarks>It shares neither the marker nor the entries of the end's first delivery, which may be under way at this moment: that one counts for itself alone.</remarks>
    public Task AnnounceAgainAsync(RunId run, int end, string command, CancellationToken cancellationToken) =>
        PutAsync(Marker.ForResend(run, end, command, clock.GetUtcNow()).Key, ReadOnlyMemory<byte>.Empty, cancellationToken);

    /// <summary>Lists every marker that is due now, shard by shard, in each shard the oldest hour first.</summary>
    public IAsyncEnumerable<ListedMarker> ListDueAsync(CancellationToken cancellationToken) =>
        _markers.ListAsync(TimeSpan.Zero, Marker.FirstShard(clock.GetUtcNow()), cancellationToken);

    /// <summary>Lists the due markers of the hour in which <paramref name="since"/> is, and of later hours, without the older ones.</summary>
    public IAsyncEnumerable<ListedMarker> ListDueAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        _markers.ListAsync(since, Marker.FirstShard(clock.GetUtcNow()), cancellationToken);

    /// <summary>Counts the ends that have to be delivered, now or later; no more than <paramref name="most"/>.</summary>
    public async Task<int> CountAsync(int most, CancellationToken cancellationToken)
    {
        var count = 0;

        await foreach (var _ in oss.ListAllAsync(retry, $"{Marker.Undelivered}/", cancellationToken))
        {
            if (++count == most)
            {
                break;
            }
        }

        return count;
    }

    /// <summary>Moves a marker to the hour of <paramref name="due"/>; null deletes the marker.</summary>
    public async Task RescheduleAsync(Marker marker, DateTimeOffset? due, CancellationToken cancellationToken)
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

    /// <summary>Makes sure that a marker is there.</summary>
    public Task KeepAsync(Marker marker, CancellationToken cancellationToken) => PutAsync(marker.Key, ReadOnlyMemory<byte>.Empty, cancellationToken);

    /// <returns>The state of the deliveries of the run, as it was written; null before the first delivery.</returns>
    public async Task<byte[]?> ReadStateAsync(RunId run, CancellationToken cancellationToken) =>
        await retry.ExecuteAsync(token => oss.GetAsync(LedgerKeys.DeliveryState(run), token), cancellationToken);

    public Task WriteStateAsync(RunId run, ReadOnlyMemory<byte> state, CancellationToken cancellationToken) =>
        PutAsync(LedgerKeys.DeliveryState(run), state, cancellationToken);

    private Task PutAsync(string key, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        retry.ExecuteAsync(token => oss.PutAsync(key, body, token), cancellationToken);
}
