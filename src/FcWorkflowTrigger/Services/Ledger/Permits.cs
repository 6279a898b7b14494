using FcWorkflowTrigger.Services.Ledger.Records;
using FcWorkflowTrigger.Services.Oss;

namespace FcWorkflowTrigger.Services.Ledger;

/// <summary>Keeps permits: empty objects, so that whoever lists them after putting his own sees everybody who did so before.</summary>
internal sealed class Permits(IOssClient oss, Retry retry)
{
    public Task PutAsync(IEnumerable<string> keys, CancellationToken cancellationToken) => Task.WhenAll(
        keys.Select(key => retry.ExecuteAsync(token => oss.PutAsync(key, ReadOnlyMemory<byte>.Empty, token), cancellationToken)));

    public Task DeleteAsync(IEnumerable<string> keys, CancellationToken cancellationToken) => Task.WhenAll(
        keys.Select(key => retry.ExecuteAsync(token => oss.DeleteAsync(key, token), cancellationToken)));

    public async Task<IReadOnlyList<Permit>> ListAsync(string prefix, CancellationToken cancellationToken)
    {
        var held = new List<Permit>();

        await foreach (var entry in oss.ListAllAsync(retry, prefix, cancellationToken))
        {
            if (Permit.TryParse(entry, prefix, out var permit))
            {
                held.Add(permit);
            }
        }

        return held;
    }

    /// <summary>Makes room once a run is over; a day's permits stay, since the day's run has been made. Idempotent.</summary>
    public Task ReleaseAsync(WorkflowRun run, CancellationToken cancellationToken) =>
        run.Log.Records.LastOrDefault(static record => record is IntentRecord) is IntentRecord { Permits: { } keys }
            ? DeleteAsync(keys.Where(key => key.StartsWith(LedgerKeys.NowPermitsRoot, StringComparison.Ordinal)), cancellationToken)
            : Task.CompletedTask;
}
