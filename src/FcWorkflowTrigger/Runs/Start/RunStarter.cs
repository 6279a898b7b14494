using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Logging;
using FcWorkflowTrigger.Runs.Gates;

namespace FcWorkflowTrigger.Runs.Start;

/// <summary>Starts a claimed run: registers the asset, then sends the start, generation by generation.</summary>
internal sealed class RunStarter(
    MediaRegistrar registrar,
    StartSender sender,
    RestartLimit restartLimit,
    StartGate gate,
    BackfillGate backfills,
    RunJournal journal,
    StartBackoff backoff,
    ILogger<RunStarter> logger)
{
    /// <returns>The new state of the run: Started, Finished, Intended (the outcome is unknown), or Claimed (it waits, or the asset is not ready).</returns>
    /// <exception cref="StartDeferredException">IMS refuses for now.</exception>
    public async Task<WorkflowRun> AdvanceAsync(WorkflowRun.Claimed run, Invocation invocation, CancellationToken cancellationToken)
    {
        var heard = await gate.ListenAsync(run, cancellationToken);

        // Of a run whose key is quiet, the object that lies there tells which upload a backfill has taken.
        if (heard is GateVerdict.Open && backfills.LooksFirst(run))
        {
            heard = await backfills.JudgeAsync(run, invocation, cancellationToken) ?? heard;
        }

        return (heard is GateVerdict.Open ? await gate.EnterAsync(run, cancellationToken) : heard) switch
        {
            GateVerdict.Open entry => await StartOrReleaseAsync(run, entry, invocation, cancellationToken),
            var heldUp => await EndOrWaitAsync(run, heldUp, invocation, cancellationToken),
        };
    }

    private async Task<WorkflowRun> EndOrWaitAsync(WorkflowRun.Claimed run, GateVerdict verdict, Invocation invocation, CancellationToken cancellationToken)
    {
        switch (verdict)
        {
            case GateVerdict.Waits waits:
                StartLog.Waits(logger, run, waits.For);
                return run;
            case GateVerdict.Ends { End: var end }:
                StartLog.Canceled(logger, run, end.Reason, end.Detail);
                return await journal.RecordOrReadAsync(run, end, invocation, cancellationToken);
            default:
                throw new InvalidOperationException($"The gate verdict {verdict} is not handled.");
        }
    }

    private async Task<WorkflowRun> StartOrReleaseAsync(WorkflowRun.Claimed run, GateVerdict.Open entry, Invocation invocation, CancellationToken cancellationToken)
    {
        var reached = await RegisterAndStartAsync(run, entry, invocation, cancellationToken);

        if (reached == run || reached is WorkflowRun.Finished { End: not DoneRecord })
        {
            await gate.ReleaseAsync(entry, cancellationToken);
        }

        return reached;
    }

    private async Task<WorkflowRun> RegisterAndStartAsync(WorkflowRun.Claimed run, GateVerdict.Open entry, Invocation invocation, CancellationToken cancellationToken)
    {
        MediaRegistrar.Registered registered;

        try
        {
            registered = await registrar.RegisterAsync(run.Id, run.Claim, cancellationToken);
        }
        catch (ImsException refused) when (refused is { Action: "RegisterMediaInfo", IsTransient: false })
        {
            var reject = new RejectRecord { Action = refused.Action, Code = refused.Code, RequestId = refused.RequestId, Message = refused.Reason };
            return await RejectAsync(run, reject, invocation, cancellationToken);
        }

        StartLog.Registered(logger, run, registered.MediaId);

        if (registered.WasRegistered && BackfillGate.LooksAtKnownAsset(run) && await backfills.JudgeAsync(run, invocation, cancellationToken) is { } heldUp)
        {
            return await EndOrWaitAsync(run, heldUp, invocation, cancellationToken);
        }

        // Only an object that was registered before can be in a loop, so the first upload of a key costs no request here. Where each
        // upload replaces the asset, IMS does not report whether the object was registered before.
        return (registered.WasRegistered || run.Claim.PlanOrDefault.Overwrite) && await restartLimit.IsExceededAsync(run, cancellationToken)
            ? await CancelAsync(run, invocation, cancellationToken)
            : await StartAsync(run, registered.MediaId, entry.Permits, invocation, cancellationToken);
    }

    private async Task<WorkflowRun> StartAsync(
        WorkflowRun.Claimed run, string mediaId, IReadOnlyList<string>? permits, Invocation invocation, CancellationToken cancellationToken)
    {
        var attempt = await backoff.ExecuteAsync(run, (from, token) => TryStartAsync(from, mediaId, permits, invocation, token), cancellationToken);

        switch (attempt)
        {
            case { Run: WorkflowRun.Started started }:
                StartLog.Started(logger, run, started.Start.TaskId, started.Start.RequestId);
                return started;
            case { Run: WorkflowRun.Claimed refused, Refusal: { MayWorkLater: false } refusal }:
                var reject = new RejectRecord { Action = "StartWorkflow", Code = refusal.Code, RequestId = refusal.RequestId, Message = refusal.Failure?.Reason };
                return await RejectAsync(refused, reject, invocation, cancellationToken);
            case { Run: WorkflowRun.Claimed refused, Refusal.AssetNotReady: true }:
                StartLog.NotReady(logger, run);
                return refused;
            case { Run: WorkflowRun.Claimed, Refusal: { } refusal }:
                throw new StartDeferredException(run.Id, refusal.Code, refusal.Failure);
            case { Run: WorkflowRun.Intended intended }:
                StartLog.OutcomeUnknown(logger, run);
                return intended;
            default:
                StartLog.MovedOn(logger, run);
                return await journal.ReadAsync(run.Id, cancellationToken);
        }
    }

    // IMS does not document whether an asset must be ready. So the start is tried at once, and a refusal is final only for a ready asset.
    private async Task<StartAttempt> TryStartAsync(
        WorkflowRun.Claimed run, string mediaId, IReadOnlyList<string>? permits, Invocation invocation, CancellationToken cancellationToken)
    {
        var attempt = await sender.TryStartAsync(run, mediaId, permits, invocation, cancellationToken);

        if (attempt.Refusal is { } refused)
        {
            var (code, requestId) = (LogText.Escape(refused.Code), LogText.Escape(refused.RequestId));
            StartLog.StartRefused(logger, run, "StartWorkflow", code, requestId);
        }

        return attempt.Refusal is { MayWorkLater: false } refusal && await IsPreparedAsync(run, mediaId, cancellationToken)
            ? attempt with { Refusal = refusal with { MayWorkLater = true, AssetNotReady = true } }
            : attempt;
    }

    private async Task<bool> IsPreparedAsync(WorkflowRun.Claimed run, string mediaId, CancellationToken cancellationToken)
    {
        try
        {
            return await registrar.ReadStatusAsync(mediaId, cancellationToken) is "Init" or "Preparing";
        }
        catch (ImsException unknown) when (unknown.SaysUnknown && run.Claim.Src.Media is not null)
        {
            // A person named an asset that IMS does not know.
            return false;
        }
    }

    private Task<WorkflowRun> RejectAsync(WorkflowRun.Claimed run, RejectRecord reject, Invocation invocation, CancellationToken cancellationToken)
    {
        var (code, requestId, message) = (LogText.Escape(reject.Code), LogText.Escape(reject.RequestId), LogText.Quote(reject.Message));
        StartLog.Rejected(logger, run, reject.Action, code, requestId, message.Length > 0 ? message : "no more");
        return journal.RecordOrReadAsync(run, reject, invocation, cancellationToken);
    }

    private Task<WorkflowRun> CancelAsync(WorkflowRun.Claimed run, Invocation invocation, CancellationToken cancellationToken)
    {
        StartLog.RestartLimitExceeded(logger, run, CancelRecord.RestartLimit, restartLimit.RestartsPerHour);
        return journal.RecordOrReadAsync(run, new CancelRecord { Reason = CancelRecord.RestartLimit }, invocation, cancellationToken);
    }
}
