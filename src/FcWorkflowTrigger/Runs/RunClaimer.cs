using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Runs;

/// <summary>Claims a run once: of all deliveries of an upload's event, one writes the first record of the run.</summary>
internal sealed class RunClaimer(IRunLedger ledger, RunJournal journal, RunDeadlines deadlines, ILogger<RunClaimer> logger, TimeProvider clock)
{
    /// <summary>Puts the marker of the run and tries to write its first claim.</summary>
    /// <param name="isRedelivered">When the process dies, somebody opens the run again: both are then written at once. Otherwise the marker is written first, because a claim without it would be forgotten.</param>
    /// <returns>The run, and whether this invocation claimed it; else the run is as another invocation left it.</returns>
    /// <exception cref="LedgerIncompleteException">Some records of the run were deleted.</exception>
    public async Task<(WorkflowRun Run, bool IsOurs)> ClaimAsync(
        Marker marker, ClaimRecord claim, Upload upload, bool isRedelivered, Invocation invocation, CancellationToken cancellationToken)
    {
        if (deadlines.MayHaveExpired(upload))
        {
            // The first record of a log that lacks it could be written again: only the rest of the log shows that it existed.
            await journal.ReadAsync(marker.Run, cancellationToken);
        }

        // Each delivery puts the marker, also one that loses the claim: an earlier delivery may have died between the two writes.
        var fresh = new WorkflowRun.Unclaimed(RunHistory.Empty(marker.Run));
        var marking = ledger.PutMarkerAsync(marker, claim with { Lease = invocation.LeaseSeconds, At = clock.GetUtcNow() }, cancellationToken);

        if (!isRedelivered)
        {
            await marking;
        }

        var claiming = journal.TryRecordAsync(fresh, claim, invocation, cancellationToken);
        await Task.WhenAll(marking, claiming);

        if (await claiming is { } ours)
        {
            StartLog.Claimed(logger, ours.Id, upload, claim.Rule);
            return (ours, true);
        }

        var run = await journal.ReadAsync(marker.Run, cancellationToken);
        StartLog.AlreadyKnown(logger, run.Id, upload, run.GetType().Name);
        return (run, false);
    }
}
