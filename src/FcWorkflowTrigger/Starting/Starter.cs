using FcWorkflowTrigger.Runtime;
using FcWorkflowTrigger.Services.Ims;
using FcWorkflowTrigger.Services.Ledger;
using FcWorkflowTrigger.Services.Ledger.Records;

namespace FcWorkflowTrigger.Starting;

/// <summary>Brings a claimed run to its task: registers the asset, then starts, generation by generation.</summary>
internal sealed class Starter(
    MediaRegistration registration,
    WorkflowStart start,
    RunJournal journal,
    StartBackoff backoff,
    ILogger<Starter> logger)
{
    /// <returns>Started, Finished (IMS refused for good), Intended (unknown: recovery looks), or null when somebody else moved the run.</returns>
    /// <exception cref="StartDeferredException">IMS refuses for now.</exception>
    public async Task<WorkflowRun?> AdvanceAsync(WorkflowRun.Claimed run, FcContext context, CancellationToken cancellationToken)
    {
        string mediaId;

        try
        {
            mediaId = await registration.RegisterAsync(run.Id, run.Claim, cancellationToken);
        }
        catch (ImsException refused) when (refused is { Action: "RegisterMediaInfo", IsTransient: false })
        {
            return await RejectAsync(run, refused.Action, refused.Code, refused.RequestId, context, cancellationToken);
        }

        StartLog.Registered(logger, run.Id, mediaId);
        return await StartAsync(run, mediaId, context, cancellationToken);
    }

    private async Task<WorkflowRun?> StartAsync(WorkflowRun.Claimed run, string mediaId, FcContext context, CancellationToken cancellationToken)
    {
        var attempt = await backoff.ExecuteAsync(run, (from, token) => TryAsync(from, mediaId, context, token), cancellationToken);

        switch (attempt)
        {
            case { Run: WorkflowRun.Started started }:
                StartLog.Started(logger, run.Id, started.Start.TaskId, started.Start.RequestId);
                return started;
            case { Run: WorkflowRun.Claimed refused, Refusal: { MayWorkLater: false } refusal }:
                return await RejectAsync(refused, "StartWorkflow", refusal.Code, refusal.RequestId, context, cancellationToken);
            case { Run: WorkflowRun.Claimed, Refusal: { } refusal }:
                throw new StartDeferredException(run.Id, refusal.Code);
            case { Run: WorkflowRun.Intended }:
                StartLog.InDoubt(logger, run.Id);
                return attempt.Run;
            default:
                StartLog.MovedOn(logger, run.Id);
                return null;
        }
    }

    // IMS does not say whether an asset must be ready. So the start is tried at once, and a refusal is final only for a ready asset.
    private async Task<StartAttempt> TryAsync(WorkflowRun.Claimed run, string mediaId, FcContext context, CancellationToken cancellationToken)
    {
        var attempt = await start.TryAsync(run, mediaId, context, cancellationToken);

        return attempt.Refusal is { MayWorkLater: false } refusal && await registration.StatusAsync(mediaId, cancellationToken) is "Init" or "Preparing"
            ? attempt with { Refusal = refusal with { MayWorkLater = true } }
            : attempt;
    }

    private async Task<WorkflowRun?> RejectAsync(
        WorkflowRun.Claimed run, string action, string code, string? requestId, FcContext context, CancellationToken cancellationToken)
    {
        StartLog.Rejected(logger, run.Id, action, code, requestId);
        return await journal.TryRecordAsync(
            run, new RejectRecord { Action = action, Code = code, RequestId = requestId }, context, cancellationToken);
    }
}
