using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Runs.Start;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Runs.Gates;

/// <summary>Lets a run start once its key has been quiet for as long as its rule asks, and ends a run whose upload a later one of the key has followed.</summary>
/// <remarks>
/// <para>
/// A run ends for a later upload only when that upload's run is in the ledger. Each run is claimed first and looks later. What is not in the ledger yet shows in
/// the bucket: while other bytes lie there, their event is on its way, and the run starts nothing.
/// </para>
/// <para>
/// Of uploads of the same moment, the one whose bytes lie there was the last: OSS tells times to the second, and by the clock of whichever server took the request.
/// </para>
/// </remarks>
internal sealed class QuietGate(
    IRunLedger ledger, RunJournal journal, IObjectReader objects, Retry retry, StartOptions options, ILogger<QuietGate> logger, TimeProvider clock)
{
    /// <summary>Uploads of a key whose times differ by no more are of the same moment.</summary>
    public static readonly TimeSpan SameMoment = TimeSpan.FromSeconds(2);

    // Between the time of an event and the clock of a process that has just begun.
    private static readonly TimeSpan MaxClockDifference = TimeSpan.FromMinutes(15);

    /// <summary>Once a start is on its way, the quiet is over. A person who asks for a redrive, or names a media asset, has decided already.</summary>
    public static bool Governs(WorkflowRun.Opened run) =>
        run is WorkflowRun.Claimed or WorkflowRun.Waiting
        && run.Claim is { Plan.QuietFor: not null, Forerunner: null, Src.Media: null }
        && !run.History.HasIntent;

    /// <summary>When the quiet of the run's own upload is over; null where the gate does not govern. Later uploads prolong it for their runs, not for this one.</summary>
    public static DateTimeOffset? Until(WorkflowRun run) => run is WorkflowRun.Opened opened && Governs(opened) ? TimeOf(opened) + QuietOf(opened) : null;

    /// <summary>Writes nothing, so it may be asked at any time. Costs no request before <see cref="Until"/>.</summary>
    /// <param name="run">A run that the gate governs.</param>
    public async Task<GateVerdict> JudgeAsync(WorkflowRun.Opened run, CancellationToken cancellationToken)
    {
        // Before the object: this process may stand still for long after a reply, and the reply tells nothing of that time.
        var now = clock.GetUtcNow();

        if (Until(run) is { } until && now < until)
        {
            return WaitsUntil(until);
        }

        // Before the ledger: an event that comes while the bytes lie there unchanged for so long is in the listing that follows.
        var head = await retry.ExecuteAsync(token => objects.HeadAsync(run.Claim.Src.Bucket, run.Claim.Src.Key, token), cancellationToken);
        var quietAt = head?.LastModified + QuietOf(run);
        var isQuiet = !(now < quietAt);
        var (near, unread) = (new List<WorkflowRun.Opened>(), (RunId?)null);

        foreach (var id in await ledger.ListRunsForKeyAsync(run.Id, Earlier(TimeOf(run), ClaimedAt(run)) - MaxClockDifference, cancellationToken))
        {
            switch (id == run.Id ? run : await journal.TryReadAsync(id, cancellationToken))
            {
                case null:
                    unread = id;
                    break;
                case WorkflowRun.Opened later when IsRival(run, later) && TimeOf(later) > TimeOf(run) + SameMoment:
                    return Superseded(await FindLastAsync(later, cancellationToken));
                case WorkflowRun.Opened rival and not WorkflowRun.Finished { End: CancelRecord { IsOfFormerBytes: true } } when IsRival(run, rival) && TimeOf(rival) >= TimeOf(run) - SameMoment:
                    near.Add(rival);
                    break;
            }
        }

        if (unread is { } incomplete)
        {
            // It may be of a later upload of the same bytes.
            StartLog.WaitsForIncomplete(logger, run, incomplete);
            return new GateVerdict.Waits($"run {incomplete}, whose log is not whole");
        }

        return head is null ? new GateVerdict.Ends(new CancelRecord { Reason = CancelRecord.ObjectGone })
            : JudgeByObject(run, near, head) is { } verdict ? verdict
            : isQuiet ? GateVerdict.Open.Uncounted
            : WaitsUntil(quietAt!.Value);
    }

    /// <returns>Null when the bytes of the run lie there, and it was the last of its moment.</returns>
    private GateVerdict? JudgeByObject(WorkflowRun.Opened run, IReadOnlyList<WorkflowRun.Opened> near, OssHead head)
    {
        var isOwn = MayBe(run, head);
        var last = near.Where(rival => MayBe(rival, head)).Append(isOwn ? run : null).OfType<WorkflowRun.Opened>().Max(ByOrder);

        if (last is not null && last.Id != run.Id)
        {
            return Superseded(last);
        }

        return isOwn ? null
            : ClaimedAt(run) + options.GiveUpAfter <= clock.GetUtcNow()
                ? new GateVerdict.Ends(new CancelRecord { Reason = CancelRecord.ObjectReplaced, Detail = $"the bytes that lie there now have the ETag {head.ETag}, and no run" })
                : new GateVerdict.Waits($"the event of other bytes, which lie under its key now (ETag {head.ETag})");
    }

    // A run whose start is on its way cannot end for another any more, so the others end for it.
    private static Comparer<WorkflowRun.Opened> ByOrder { get; } = Comparer<WorkflowRun.Opened>.Create(static (one, other) =>
        one.History.HasIntent != other.History.HasIntent ? one.History.HasIntent.CompareTo(other.History.HasIntent)
        : TimeOf(one) != TimeOf(other) ? TimeOf(one).CompareTo(TimeOf(other))
        : string.CompareOrdinal(one.Id.Value, other.Id.Value));

    /// <summary>The other run is of an upload that an event or a listing has told, under the same rule.</summary>
    /// <remarks>Where an event and a backfill have each opened a run for the same bytes, <see cref="BackfillGate"/> decides.</remarks>
    private static bool IsRival(WorkflowRun.Opened run, WorkflowRun.Opened other)
    {
        var (own, its) = (run.Claim.Src.ToUpload(), other.Claim.Src.ToUpload());
        return other.Id != run.Id && other.Claim.Rule == run.Claim.Rule && other.Claim.Forerunner is null && (own.IsBackfill == its.IsBackfill || !own.HasBytesOf(its));
    }

    /// <summary>Follows runs that have ended for later ones themselves, so that the run names one that starts, as far as is known.</summary>
    private async Task<WorkflowRun.Opened> FindLastAsync(WorkflowRun.Opened later, CancellationToken cancellationToken)
    {
        while (later is WorkflowRun.Finished { End: CancelRecord { Reason: CancelRecord.Superseded } end }
            && RunId.TryParse(end.Detail, out var id)
            && await journal.TryReadAsync(id, cancellationToken) is WorkflowRun.Opened last
            && TimeOf(last) > TimeOf(later))
        {
            later = last;
        }

        return later;
    }

    private static GateVerdict.Ends Superseded(WorkflowRun.Opened by) => new(new CancelRecord { Reason = CancelRecord.Superseded, Detail = by.Id.Value });

    private static GateVerdict.Waits WaitsUntil(DateTimeOffset until) => new($"its key to be quiet, until {until:u}");

    private static bool MayBe(WorkflowRun.Opened run, OssHead head) => run.Claim.Src.ToUpload().MayHaveBytes(head.ETag);

    private static TimeSpan QuietOf(WorkflowRun.Opened run) => TimeSpan.FromSeconds(run.Claim.Plan!.QuietFor!.Value);

    // An event without a time was there when its run was claimed. A time that is far from the claim is wrong: nobody waits for it, and no later upload ends for it.
    private static DateTimeOffset TimeOf(WorkflowRun.Opened run) =>
        run.Claim.Src.ToUpload().Time is { } told ? Earlier(told, ClaimedAt(run) + MaxClockDifference) : ClaimedAt(run);

    private static DateTimeOffset ClaimedAt(WorkflowRun.Opened run) => run.History.Records[0].At;

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
