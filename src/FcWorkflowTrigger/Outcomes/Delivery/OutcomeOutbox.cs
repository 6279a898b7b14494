using System.Text.Json;
using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Oss;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Outcomes.Delivery;

/// <summary>Remembers, beside the ledger, which outcomes are still to be delivered and how far each delivery has come.</summary>
internal sealed class OutcomeOutbox(IOssClient oss, Retry retry, IEnumerable<IOutcomeSink> sinks, TimeProvider clock)
{
    private readonly bool _wanted = sinks.Any();
    private readonly MarkerListing _markers = new(oss, retry, clock, Marker.Undelivered);

    /// <summary>
    /// Sees to it that a run's end will be told; to be called whenever a run is over and before its marker goes. Idempotent: an outcome
    /// already told is not told again. Does nothing where nobody listens.
    /// </summary>
    /// <param name="run">Over: the last record of its log is the end.</param>
    public Task AnnounceAsync(WorkflowRun run, CancellationToken cancellationToken) =>
        _wanted ? PutAsync(Marker.ForEnd(run).Key, ReadOnlyMemory<byte>.Empty, cancellationToken) : Task.CompletedTask;

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

    public async Task<DeliveryState> ReadStateAsync(RunId run, CancellationToken cancellationToken)
    {
        var json = await retry.ExecuteAsync(token => oss.GetAsync(StateKey(run), token), cancellationToken);
        return json is null ? DeliveryState.Empty : JsonSerializer.Deserialize(json, TriggerJson.Default.DeliveryState) ?? DeliveryState.Empty;
    }

    public Task WriteStateAsync(RunId run, DeliveryState state, CancellationToken cancellationToken) =>
        PutAsync(StateKey(run), JsonSerializer.SerializeToUtf8Bytes(state, TriggerJson.Default.DeliveryState), cancellationToken);

    private static string StateKey(RunId run) => $"w/{run.KeyHash[..2]}/{run.Value}.json";

    private Task PutAsync(string key, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        retry.ExecuteAsync(token => oss.PutAsync(key, body, token), cancellationToken);
}
