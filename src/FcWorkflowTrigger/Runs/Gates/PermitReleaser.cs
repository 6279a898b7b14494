using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;

namespace FcWorkflowTrigger.Runs.Gates;

/// <summary>Deletes the permits of runs that are over.</summary>
internal sealed class PermitReleaser(Permits permits)
{
    /// <summary>Deletes the permits of a run that is over. Permits per day stay when a task was paid for. Idempotent.</summary>
    /// <remarks>While the outcome of a start is unknown, the run keeps its permits. They are deleted when a resume, a cancel or a callback ends the run.</remarks>
    public async Task ReleaseAsync(WorkflowRun run, CancellationToken cancellationToken)
    {
        if (run.IsStartUnknown)
        {
            return;
        }

        var intent = run.History.Records.LastOrDefault(static record => record is IntentRecord) as IntentRecord;
        var isUnpaid = run is WorkflowRun.Finished { End: not DoneRecord };
        var named = (intent?.Permits ?? []).Where(key => isUnpaid || key.StartsWith(LedgerKeys.ConcurrentPermitsRoot, StringComparison.Ordinal));
        await permits.DeleteAsync(named, cancellationToken);

        // Only a run that was claimed after its last intent, or that has no intent, can have permits that no record names. Other runs cost no listing.
        if (run is WorkflowRun.Opened opened && intent?.Epoch != run.Epoch)
        {
            await permits.DeleteAsync(await ListConcurrentPermitsAsync(opened, cancellationToken), cancellationToken);
        }
    }

    // Permits of later claims are kept: the run may have been resumed since it was read.
    private async Task<IEnumerable<string>> ListConcurrentPermitsAsync(WorkflowRun.Opened run, CancellationToken cancellationToken)
    {
        var (all, rule) = LedgerKeys.PermitScopes(run.Claim.Rule);
        var held = await Task.WhenAll(new[] { all, rule }.Select(scope => permits.ListAsync(LedgerKeys.ConcurrentPermits(scope), $"{run.Id}-", cancellationToken)));
        return held.SelectMany(found => found).Where(permit => permit.Epoch <= run.Epoch).Select(permit => permit.Key);
    }
}
