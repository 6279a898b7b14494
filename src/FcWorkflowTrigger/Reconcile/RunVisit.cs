using FcWorkflowTrigger.Finishing;
using FcWorkflowTrigger.Runtime;
using FcWorkflowTrigger.Services;
using FcWorkflowTrigger.Services.Ims;
using FcWorkflowTrigger.Services.Ledger;
using FcWorkflowTrigger.Services.Ledger.Records;
using FcWorkflowTrigger.Starting;

namespace FcWorkflowTrigger.Reconcile;

/// <summary>Looks at one marker's run, does what can be done for it, and keeps its marker right.</summary>
internal sealed class RunVisit(
    IRunLedger ledger,
    RunJournal journal,
    RunOpening opening,
    RunRecovery recovery,
    IImsClient ims,
    ImsPace pace,
    Retry retry,
    RunFinisher finisher,
    RunClosing closing,
    StartOptions options,
    ILogger<RunVisit> logger,
    TimeProvider clock)
{
    // A task that runs longer is asked after once an hour, not with every sweep; so is a sidecar that is waited for longer.
    private static readonly TimeSpan Long = TimeSpan.FromHours(1);

    public async Task<VisitOutcome> MakeAsync(Marker marker, FcContext context, CancellationToken cancellationToken)
    {
        var before = await journal.ReadAsync(marker.Run, cancellationToken);
        var after = await BringOnAsync(before, marker, context, cancellationToken);

        if (after.IsOver)
        {
            await closing.CloseAsync(after, marker, cancellationToken);
        }
        else if (after is WorkflowRun.Opened slow && IsSlow(slow, clock.GetUtcNow()))
        {
            await ledger.PutMarkerAsync(marker.Later(clock.GetUtcNow()), slow.Claim, cancellationToken);
            await ledger.DeleteMarkerAsync(marker, cancellationToken);
        }

        return Outcome(before, after);
    }

    // A wait that is over within the hour is looked at with every sweep again, so that it does not last an hour longer.
    private static bool IsSlow(WorkflowRun.Opened run, DateTimeOffset now) => run switch
    {
        WorkflowRun.Started started => started.Start.At + Long <= now,
        WorkflowRun.Waiting waiting => waiting.Claim.At + Long <= now && now + Long <= waiting.Wait.Until,
        _ => false,
    };

    private async Task<WorkflowRun> BringOnAsync(WorkflowRun run, Marker marker, FcContext context, CancellationToken cancellationToken) => run switch
    {
        // The delivery died between its marker and its claim: the marker holds what it was about to claim.
        WorkflowRun.Unclaimed => await ledger.ReadMarkerAsync(marker, cancellationToken) is { } claim
            ? await opening.OpenAsync(claim with { Lease = options.LeaseSeconds(context) }, context, cancellationToken)
            : run,
        WorkflowRun.Started started => await PollAsync(started, context, cancellationToken),
        _ => await recovery.RecoverAsync(run, context, cancellationToken),
    };

    private async Task<WorkflowRun> PollAsync(WorkflowRun.Started run, FcContext context, CancellationToken cancellationToken)
    {
        try
        {
            var reply = await retry.ExecutePacedAsync(pace, token => ims.GetWorkflowTaskAsync(new(run.Start.TaskId), token), cancellationToken);
            return await finisher.FinishAsync(run, reply.WorkflowTask, FinishCause.Poll(run.Start), context, cancellationToken);
        }
        catch (ImsException unknown) when (unknown.SaysUnknown && run.Start.At + options.GiveUpAfter <= clock.GetUtcNow())
        {
            return await journal.ParkAsync(run, ParkRecord.TaskLost, logger, context, cancellationToken);
        }
    }

    private static VisitOutcome Outcome(WorkflowRun before, WorkflowRun after) => after switch
    {
        WorkflowRun.Finished => VisitOutcome.Finished,
        WorkflowRun.Parked => VisitOutcome.Parked,
        _ when after.Log.Records.Count > before.Log.Records.Count => VisitOutcome.Recovered,
        _ => VisitOutcome.Open,
    };
}
