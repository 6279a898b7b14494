using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Runs.Gates;

/// <summary>Cancels a run whose bytes IMS has already: the same bytes as those of the last run of its key, if that run has succeeded.</summary>
/// <remarks>
/// The runs of a key and rule form one line of numbered places. A place is written once, by an append at position 0, which also works in a
/// versioned bucket. Behind a run with the same bytes, a run gets a place only after that run has ended without success. Behind a run with
/// other bytes, it gets a place at once, because its bytes replace the others.
/// </remarks>
internal sealed class IdenticalGate(IdenticalPlaces places, RunJournal journal, ILogger<IdenticalGate> logger)
{
    /// <summary>An upload whose event has no eTag is identical to no other upload.</summary>
    public static bool Governs(ClaimRecord claim) => claim is { Plan.SkipIdentical: true, Src.Etag.Length: > 0 };

    public async Task<GateVerdict> EnterAsync(WorkflowRun.Claimed run, CancellationToken cancellationToken)
    {
        while (true)
        {
            // The places are listed first, and the newest decides: the oldest may have expired, so a free place 0 proves nothing.
            var last = await places.FindLastAsync(run.Id, run.Claim.Rule, cancellationToken);

            if (await JudgeAsync(run, last, cancellationToken) is { } verdict)
            {
                return verdict;
            }

            if (await places.TryTakeAsync(run.Id, run.Claim.Rule, last + 1, cancellationToken))
            {
                return GateVerdict.Open.Uncounted;
            }

            // Another run has taken the place, so its place is the newest now.
        }
    }

    /// <summary>Checks whether the run would get a verdict other than waiting. It takes no place.</summary>
    public async Task<bool> MayEnterAsync(WorkflowRun.Claimed run, CancellationToken cancellationToken) =>
        await JudgeAsync(run, await places.FindLastAsync(run.Id, run.Claim.Rule, cancellationToken), cancellationToken) is not GateVerdict.Waits;

    /// <returns>Null when the run may take the next place.</returns>
    private async Task<GateVerdict?> JudgeAsync(WorkflowRun.Claimed run, int last, CancellationToken cancellationToken) =>
        last < 0 || await places.FindHolderAsync(run.Id, run.Claim.Rule, last, cancellationToken) is not { } holder ? null
        : holder == run.Id ? GateVerdict.Open.Uncounted
        : await JudgeAsync(run, holder, cancellationToken);

    private async Task<GateVerdict?> JudgeAsync(WorkflowRun.Claimed run, RunId holder, CancellationToken cancellationToken)
    {
        try
        {
            return Judge(run, await journal.ReadAsync(holder, cancellationToken));
        }
        catch (LedgerIncompleteException)
        {
            // The other run may have succeeded, or its task may be running. Until the rest of its log has expired too, the same bytes start nothing.
            StartLog.WaitsForIncomplete(logger, run, holder);
            return new GateVerdict.Waits($"run {holder}, whose log is not whole");
        }
    }

    private GateVerdict? Judge(WorkflowRun.Claimed run, WorkflowRun holder)
    {
        switch (holder)
        {
            // The log of the other run has expired, and its place will expire soon.
            case WorkflowRun.Unclaimed:
            case WorkflowRun.Opened { Claim.Src: var other } when (other.Etag, other.Size) != (run.Claim.Src.Etag, run.Claim.Src.Size):
                return null;
            case WorkflowRun.Finished { End: DoneRecord { Outcome: "succeeded" } }:
                return new GateVerdict.Ends(new CancelRecord { Reason = CancelRecord.Identical, Detail = holder.Id.Value });
            case WorkflowRun.Finished:
                return null;
            case WorkflowRun.Parked:
                StartLog.WaitsForParked(logger, run, holder.Id);
                break;
        }

        return new GateVerdict.Waits($"the end of run {holder.Id}, which has the same bytes");
    }
}
