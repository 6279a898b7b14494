using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;

namespace FcWorkflowTrigger.Runs.Gates;

/// <summary>Takes back the permits of runs that are over.</summary>
internal sealed class PermitReleaser(Permits permits)
{
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
        await permits.DeleteAsync(named, cancellationToken);

        // Only a run claimed after its last intent, or never intended, can have permits that no record names: the others pay no listing.
        if (run is WorkflowRun.Opened opened && intent?.Epoch != run.Epoch)
        {
            await permits.DeleteAsync(await NowHeldAsync(opened, cancellationToken), cancellationToken);
        }
    }

    // Not those of later claims: the run may have been resumed since it was read.
    private async Task<IEnumerable<string>> NowHeldAsync(WorkflowRun.Opened run, CancellationToken cancellationToken)
    {
        var (all, rule) = LedgerKeys.PermitScopes(run.Claim.Rule);
        var held = await Task.WhenAll(new[] { all, rule }.Select(scope => permits.ListAsync(LedgerKeys.NowPermits(scope), $"{run.Id}-", cancellationToken)));
        return held.SelectMany(found => found).Where(permit => permit.Epoch <= run.Epoch).Select(permit => permit.Key);
    }
}
