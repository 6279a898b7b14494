using System.Runtime.CompilerServices;
using System.Text.Json;
using FcWorkflowTrigger.Services;
using FcWorkflowTrigger.Services.Oss;

namespace FcWorkflowTrigger.Outcomes;

/// <summary>Remembers, beside the ledger, which outcomes are still to be delivered and how far each delivery has come.</summary>
internal sealed class OutcomeOutbox(IOssClient oss, Retry retry, IEnumerable<IOutcomeSink> sinks, TimeProvider clock)
{
    private readonly bool _wanted = sinks.Any();

    /// <summary>
    /// Sees to it that a run's end will be told; to be called whenever a run is over and before its marker goes. Idempotent: an outcome
    /// already told is not told again. Does nothing where nobody listens.
    /// </summary>
    public Task AnnounceAsync(RunId run, CancellationToken cancellationToken) =>
        _wanted ? PutAsync(new OutboxMarker(run, clock.GetUtcNow()).Key, ReadOnlyMemory<byte>.Empty, cancellationToken) : Task.CompletedTask;

    /// <summary>Every marker due now.</summary>
    public async IAsyncEnumerable<OutboxMarker> ListDueAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var shard in OutboxMarker.Shards)
        {
            await foreach (var key in ListShardAsync(shard, cancellationToken))
            {
                if (OutboxMarker.Of(key) is not { } marker)
                {
                    continue;
                }

                // Keys sort by hour, so the first marker of a later hour ends the shard.
                if (marker.Hour > clock.GetUtcNow())
                {
                    break;
                }

                yield return marker;
            }
        }
    }

    /// <summary>Puts the look at a run off to the hour <paramref name="due"/> lies in; null takes it off the list.</summary>
    public async Task MoveAsync(OutboxMarker marker, DateTimeOffset? due, CancellationToken cancellationToken)
    {
        var later = due is { } at ? new OutboxMarker(marker.Run, at).Key : null;

        if (later == marker.Key)
        {
            return;
        }

        if (later is not null)
        {
            await PutAsync(later, ReadOnlyMemory<byte>.Empty, cancellationToken);
        }

        await retry.ExecuteAsync(
            async token =>
            {
                await oss.DeleteAsync(marker.Key, token);
                return true;
            },
            cancellationToken);
    }

    public async Task<DeliveryState> ReadStateAsync(RunId run, CancellationToken cancellationToken)
    {
        var json = await retry.ExecuteAsync(token => oss.GetAsync(StateKey(run), token), cancellationToken);
        return json is null ? DeliveryState.Empty : JsonSerializer.Deserialize(json, TriggerJson.Default.DeliveryState) ?? DeliveryState.Empty;
    }

    public Task WriteStateAsync(RunId run, DeliveryState state, CancellationToken cancellationToken) =>
        PutAsync(StateKey(run), JsonSerializer.SerializeToUtf8Bytes(state, TriggerJson.Default.DeliveryState), cancellationToken);

    private static string StateKey(RunId run) => $"w/{run.KeyHash[..2]}/{run.Value}.json";

    private async IAsyncEnumerable<string> ListShardAsync(string shard, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? after = null;

        do
        {
            var start = after;
            var page = await retry.ExecuteAsync(token => oss.ListAsync(shard, start, token), cancellationToken);

            foreach (var entry in page.Entries)
            {
                yield return entry.Key;
            }

            after = page.IsTruncated ? page.Entries[^1].Key : null;
        }
        while (after is not null);
    }

    private Task<bool> PutAsync(string key, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        retry.ExecuteAsync(
            async token =>
            {
                await oss.PutAsync(key, body, token);
                return true;
            },
            cancellationToken);
}
