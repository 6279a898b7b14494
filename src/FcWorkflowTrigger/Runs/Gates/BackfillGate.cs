using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Runs.Gates;

/// <summary>Lets one of two runs start where an event and a backfill have each opened a run for the same upload.</summary>
/// <remarks>
/// <para>
/// Each run is claimed first and looks for the other afterwards, so at least one of them sees the other. The run of the backfill yields to every run that
/// it sees, once that has its quiet. The run of the event has to know what became of the backfill's: its log decides, because only one record can be the next. Either the
/// backfill's intent to start is there, and the run of the event yields, or the run of the event ends the backfill's log before that.
/// </para>
/// <para>
/// The event of a fresh upload does not look, so it costs nothing. No backfill takes an object that is so young; and if one could, the asset would be
/// registered already, and then the run looks as well.
/// </para>
/// </remarks>
internal sealed class BackfillGate(
    ObjectRuns runs,
    IRunLedger ledger,
    RunJournal journal,
    RunCloser closer,
    IObjectReader objects,
    Retry retry,
    ILogger<BackfillGate> logger,
    TimeProvider clock)
{
    /// <summary>A backfill takes no object that is younger: its event may be on its way, and has the right of way.</summary>
    public static readonly TimeSpan MinAge = TimeSpan.FromMinutes(10);

    // Half of the age above. The other half is for clocks, and for the time between the end of a request and the time of its event.
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(5);

    // By how much the time of an event and the time of its object may differ.
    private static readonly TimeSpan SameTime = TimeSpan.FromMinutes(5);

    /// <summary>The run looks before its asset is registered.</summary>
    /// <remarks>Called after the run was claimed. A run that replaces the asset would delete that of the other run.</remarks>
    public bool LooksFirst(WorkflowRun.Claimed run) =>
        MayMeet(run) && (run.Claim is { Plan.Overwrite: true } || run.Claim.Src.ToUpload() is var upload && (upload.IsBackfill || !IsFresh(upload)));

    /// <summary>The run looks, perhaps once more, when its asset turned out to be registered before.</summary>
    public static bool LooksAtKnownAsset(WorkflowRun.Claimed run) => MayMeet(run);

    /// <returns>How the run ends, or what it waits for; null when it may start.</returns>
    public Task<GateVerdict?> JudgeAsync(WorkflowRun.Claimed run, Invocation invocation, CancellationToken cancellationToken) =>
        run.Claim.Src.ToUpload() is { IsBackfill: true } backfill
            ? JudgeBackfillAsync(run, backfill, cancellationToken)
            : JudgeUploadAsync(run, invocation, cancellationToken);

    // The first intent has decided. A redrive is asked for by a person, and a media asset has no upload.
    private static bool MayMeet(WorkflowRun.Claimed run) => !run.History.HasIntent && run.Claim is { Forerunner: null, Src.Media: null };

    private bool IsFresh(Upload upload) => upload.Time is { } at && clock.GetUtcNow() < at + Fresh;

    private async Task<GateVerdict?> JudgeBackfillAsync(WorkflowRun.Claimed run, Upload backfill, CancellationToken cancellationToken)
    {
        if (await runs.FindAsync(backfill, run.Claim.Rule, cancellationToken) is not { } other)
        {
            return null;
        }

        // A run that asks whether its key is quiet may yet end for a later upload. If this one ended for it now, these bytes would have no run.
        return await journal.TryReadAsync(other, cancellationToken) is WorkflowRun.Opened asking && QuietGate.Governs(asking)
            ? new GateVerdict.Waits($"run {other}, which has the same bytes and waits until its key is quiet")
            : End(CancelRecord.AlreadyRun, other);
    }

    private async Task<GateVerdict?> JudgeUploadAsync(WorkflowRun.Claimed run, Invocation invocation, CancellationToken cancellationToken)
    {
        var upload = run.Claim.Src.ToUpload();
        var id = RunId.Create(upload.AsBackfill(), run.Claim.Rule);

        if (await ledger.ReadFirstClaimAsync(id, cancellationToken) is null)
        {
            return null;
        }

        while (true)
        {
            var other = await journal.TryReadAsync(id, cancellationToken);

            if (other is WorkflowRun.Opened opened && !await IsSameUploadAsync(upload, opened.Claim.Src.ToUpload(), cancellationToken))
            {
                return null;
            }

            if (other is null || other.History.HasIntent)
            {
                return End(CancelRecord.Backfilled, id);
            }

            // A run that is over has started nothing. If a person lets it go on, it looks again and sees this run.
            if (other is not (WorkflowRun.Claimed or WorkflowRun.Waiting) || await TryEndAsync((WorkflowRun.Opened)other, run.Id, invocation, cancellationToken))
            {
                return null;
            }

            // Its log has another record now, which may be the intent.
        }
    }

    private static GateVerdict.Ends End(string reason, RunId other) => new(new CancelRecord { Reason = reason, Detail = other.Value });

    private async Task<bool> TryEndAsync(WorkflowRun.Opened backfill, RunId run, Invocation invocation, CancellationToken cancellationToken)
    {
        // A sweep closes the ended run. Its own process may have died before it put the marker.
        await ledger.PutMarkerAsync(closer.MarkerOf(backfill.Id, backfill.Claim.Src.ToUpload()), backfill.Claim, cancellationToken);
        var end = new CancelRecord { Reason = CancelRecord.AlreadyRun, Detail = run.Value };

        if (await journal.TryRecordAsync(backfill, end, invocation, cancellationToken) is null)
        {
            return false;
        }

        StartLog.Canceled(logger, backfill, end.Reason, end.Detail);
        return true;
    }

    /// <summary>The event is of the very upload that the backfill has taken, and not of another upload of the same bytes.</summary>
    /// <param name="backfill">Its time is when the object was last modified, as the backfill saw it.</param>
    private async Task<bool> IsSameUploadAsync(Upload upload, Upload backfill, CancellationToken cancellationToken)
    {
        if (upload.Time is not { } at || backfill.Time is not { } modified)
        {
            return true;
        }

        if (at < modified - SameTime)
        {
            return false;
        }

        var head = await retry.ExecuteAsync(token => objects.HeadAsync(upload.Bucket, upload.Key, token), cancellationToken);

        // Where the same bytes lie there with a later time, there were two uploads, and the event is of the one that is nearer.
        return head?.LastModified is { } now && string.Equals(head.ETag, upload.ETag, StringComparison.OrdinalIgnoreCase)
            ? (at - modified).Duration() <= (at - now).Duration()
            : at <= modified + SameTime;
    }
}
