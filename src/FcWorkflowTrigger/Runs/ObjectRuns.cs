using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Runs;

/// <summary>Answers whether bytes that lie in a bucket have a run, whichever way it began: by an event, a backfill or a redrive.</summary>
internal sealed class ObjectRuns(IRunLedger ledger, RunJournal journal)
{
    /// <summary>Finds a run of the same bytes under the same key and rule, in any state.</summary>
    /// <param name="backfill">The object as a backfill names it. The backfill's own run counts once it is over: until then it may have to be taken on. A run that ended for a later upload does not count: its bytes have started nothing.</param>
    /// <returns>
    /// Null when there is none. A run whose event had no ETag, or whose log is not whole, counts: it may be of these bytes. Takes one request for a key
    /// without runs, and one more for each run of it.
    /// </returns>
    public async Task<RunId?> FindAsync(Upload backfill, string rule, CancellationToken cancellationToken)
    {
        var own = RunId.Create(backfill, rule);

        foreach (var id in await ledger.ListRunsForKeyAsync(own, DateTimeOffset.MinValue, cancellationToken))
        {
            if (await CountsAsync(id, own, backfill, rule, cancellationToken))
            {
                return id;
            }
        }

        return null;
    }

    private async Task<bool> CountsAsync(RunId id, RunId own, Upload backfill, string rule, CancellationToken cancellationToken)
    {
        if (id != own)
        {
            // A run that was listed and has no first record is not whole.
            if (await ledger.ReadFirstClaimAsync(id, cancellationToken) is not { } claim)
            {
                return true;
            }

            if (claim.Rule != rule || (claim.Src.Etag.Length > 0 && !backfill.HasBytesOf(claim.Src.ToUpload())))
            {
                return false;
            }

            // Only a run that waits until its key is quiet can end for a later upload.
            if (claim.Plan?.QuietFor is null)
            {
                return true;
            }
        }

        return await journal.TryReadAsync(id, cancellationToken) is not { } run
            || (id == own ? run is WorkflowRun.Opened { IsOver: true } : run is not WorkflowRun.Finished { End: CancelRecord { IsOfFormerBytes: true } });
    }
}
