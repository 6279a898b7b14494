using System.Text.Json;
using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Ledger;

namespace FcWorkflowTrigger.Reconcile.CatchingUp;

/// <summary>Keeps one cursor for each place, beside the ledger.</summary>
internal sealed class CatchUpCursors(IOssClient oss, Retry retry)
{
    /// <returns>The beginning for a place that was never looked through; also for an object that is no cursor, which is written anew.</returns>
    public async Task<CatchUpCursor> ReadAsync(CatchUpPlace place, CancellationToken cancellationToken) =>
        await ReadAsync(LedgerKeys.CatchUpCursor(place.Bucket, place.Prefix), cancellationToken) ?? CatchUpCursor.Begin(place);

    /// <summary>Every cursor, also of places that are not looked through any more.</summary>
    public async Task<IReadOnlyList<CatchUpCursor>> ListAsync(CancellationToken cancellationToken)
    {
        var cursors = new List<CatchUpCursor>();

        await foreach (var entry in oss.ListAllAsync(retry, LedgerKeys.CatchUpRoot, cancellationToken))
        {
            if (await ReadAsync(entry.Key, cancellationToken) is { } cursor)
            {
                cursors.Add(cursor);
            }
        }

        return cursors;
    }

    public Task WriteAsync(CatchUpPlace place, CatchUpCursor cursor, CancellationToken cancellationToken) => retry.ExecuteAsync(
        token => oss.PutAsync(LedgerKeys.CatchUpCursor(place.Bucket, place.Prefix), JsonSerializer.SerializeToUtf8Bytes(cursor, CatchUpJson.Default.CatchUpCursor), token),
        cancellationToken);

    private async Task<CatchUpCursor?> ReadAsync(string key, CancellationToken cancellationToken)
    {
        var body = await retry.ExecuteAsync(token => oss.GetAsync(key, token), cancellationToken);

        try
        {
            return body is null ? null : JsonSerializer.Deserialize(body, CatchUpJson.Default.CatchUpCursor);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
