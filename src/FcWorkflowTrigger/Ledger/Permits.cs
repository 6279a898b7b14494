using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Runs;

namespace FcWorkflowTrigger.Ledger;

/// <summary>Keeps permits: empty objects, so that whoever lists them after putting his own sees everybody who did so before.</summary>
internal sealed class Permits(IOssClient oss, Retry retry)
{
    public Task PutAsync(IEnumerable<string> keys, CancellationToken cancellationToken) => Task.WhenAll(
        keys.Select(key => retry.ExecuteAsync(token => oss.PutAsync(key, ReadOnlyMemory<byte>.Empty, token), cancellationToken)));

    public Task DeleteAsync(IEnumerable<string> keys, CancellationToken cancellationToken) => Task.WhenAll(
        keys.Select(key => retry.ExecuteAsync(token => oss.DeleteAsync(key, token), cancellationToken)));

    public Task<IReadOnlyList<Permit>> ListAsync(string prefix, CancellationToken cancellationToken) => ListAsync(prefix, "", cancellationToken);

    /// <summary>Makes room once a run is over; a day's permits stay where a task was paid for. Idempotent.</summary>
    /// <remarks>A run with a start in doubt keeps its place: it goes with the end that comes of a resumption, a cancellation or a callback.</remarks>
    public async Task ReleaseAsync(WorkflowRun run, CancellationToken cancellationToken)
    {
        if (run.IsInDoubt)
        {
            return;
        }

        var intent = run.History.Records.LastOrDefault(static record => record is IntentRecord) as IntentRecord;
        var isUnpaid = run is WorkflowRun.Finished { End: not DoneRecord };
        var named = (intent?.Permits ?? []).Where(key => isUnpaid || key.StartsWith(LedgerKeys.NowPermitsRoot, StringComparison.Ordinal));
        await DeleteAsync(named, cancellationToken);

        // Only a run claimed after its last intent, or never intended, can have permits that no record names: the others pay no listing.
        if (run is WorkflowRun.Opened opened && intent?.Epoch != run.Epoch)
        {
            await DeleteAsync(await NowHeldAsync(opened, cancellationToken), cancellationToken);
        }
    }

    // Not those of later claims: the run may have been resumed since it was read.
    private async Task<IEnumerable<string>> NowHeldAsync(WorkflowRun.Opened run, CancellationToken cancellationToken)
    {
        var (all, rule) = LedgerKeys.PermitScopes(run.Claim.Rule);
        var held = await Task.WhenAll(new[] { all, rule }.Select(scope => ListAsync(LedgerKeys.NowPermits(scope), $"{run.Id}-", cancellationToken)));
        return held.SelectMany(permits => permits).Where(permit => permit.Epoch <= run.Epoch).Select(permit => permit.Key);
    }

    /// <param name="name">What follows the prefix begins with it.</param>
    private async Task<IReadOnlyList<Permit>> ListAsync(string prefix, string name, CancellationToken cancellationToken)
    {
        var held = new List<Permit>();

        await foreach (var entry in oss.ListAllAsync(retry, prefix + name, cancellationToken))
        {
            if (Permit.TryParse(entry, prefix, out var permit))
            {
                held.Add(permit);
            }
        }

        return held;
    }
}
