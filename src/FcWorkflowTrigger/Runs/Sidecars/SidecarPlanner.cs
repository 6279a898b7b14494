using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Rules.Sidecars;
using FcWorkflowTrigger.Runs.Start;

namespace FcWorkflowTrigger.Runs.Sidecars;

/// <summary>Looks for the sidecar of a waiting run. To plan is to take over with the finished plan, so of many who look one goes on.</summary>
internal sealed class SidecarPlanner(
    SidecarReader reader, RunJournal journal, RunStarter starter, ILogger<SidecarPlanner> logger, TimeProvider clock)
{
    /// <returns>The run as it then stands: Waiting, Finished, or wherever its start has brought it.</returns>
    /// <exception cref="StartDeferredException">IMS refuses for now.</exception>
    public async Task<WorkflowRun> BringOnAsync(WorkflowRun.Waiting run, Invocation invocation, CancellationToken cancellationToken)
    {
        // The time first, the look after it: a sidecar that came before the wait was over counts, however late anybody looks.
        var isOver = run.Wait.Until <= clock.GetUtcNow();

        return await LookAsync(run, isOver, cancellationToken) switch
        {
            SidecarFinding.Found found => await PlanAsync(run, found, invocation, cancellationToken),
            SidecarFinding.Bad bad => await EndAsync(run, CancelRecord.SidecarInvalid, bad.Sentence, invocation, cancellationToken),
            SidecarFinding.NotAllowed not => await EndAsync(run, CancelRecord.WorkflowNotAllowed, not.Sentence, invocation, cancellationToken),
            SidecarFinding.Missing when !isOver => Waiting(run),
            SidecarFinding.Missing missing when run.Wait.Required =>
                await EndAsync(run, CancelRecord.SidecarMissing, Missed(run, missing), invocation, cancellationToken),
            SidecarFinding.Missing missing => await WithoutAsync(run, missing, invocation, cancellationToken),
            var unknown => throw new InvalidOperationException($"Nothing is known to do with {unknown}."),
        };
    }

    // While the wait lasts, whoever gave the rights may mend them, and each failed look tells of them. Then the run must end as any other.
    private async Task<SidecarFinding> LookAsync(WorkflowRun.Waiting run, bool isOver, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadAsync(run.Claim.Src.ToUpload(), run.Wait.Allow, cancellationToken);
        }
        catch (OssException refusal) when (isOver && refusal.IsDefinite)
        {
            return new SidecarFinding.Missing(refusal.Message);
        }
    }

    private Task<WorkflowRun> WithoutAsync(
        WorkflowRun.Waiting run, SidecarFinding.Missing missing, Invocation invocation, CancellationToken cancellationToken)
    {
        if (missing.Refusal is { } refusal)
        {
            SidecarLog.Unread(logger, run.Id, refusal);
        }

        return PlanAsync(run, null, invocation, cancellationToken);
    }

    private WorkflowRun.Waiting Waiting(WorkflowRun.Waiting run)
    {
        SidecarLog.Waiting(logger, run.Id, run.Claim.Src.Key, run.Wait.Until, run.Wait.Required ? "ends" : "starts without it");
        return run;
    }

    private async Task<WorkflowRun> PlanAsync(
        WorkflowRun.Waiting run, SidecarFinding.Found? found, Invocation invocation, CancellationToken cancellationToken)
    {
        var plan = run.Claim.PlanOrDefault;
        var claim = run.Claim with
        {
            WorkflowId = found?.Sidecar.WorkflowId ?? run.Claim.WorkflowId,
            Plan = plan with { Media = Overlay(plan.Media, found?.Sidecar.Media), Sidecar = null, SidecarETag = found?.ETag },
        };

        if (await journal.TryRecordAsync(run, claim, invocation, cancellationToken) is not WorkflowRun.Claimed planned)
        {
            StartLog.MovedOn(logger, run.Id);
            return await journal.ReadAsync(run.Id, cancellationToken);
        }

        SidecarLog.Planned(logger, run.Id, found is null ? "without a sidecar" : $"by sidecar {found.ETag}", claim.WorkflowId);
        return await starter.AdvanceAsync(planned, invocation, cancellationToken);
    }

    private Task<WorkflowRun> EndAsync(
        WorkflowRun.Waiting run, string reason, string detail, Invocation invocation, CancellationToken cancellationToken)
    {
        SidecarLog.Ended(logger, run.Id, reason, detail);
        return journal.RecordOrReadAsync(run, new CancelRecord { Reason = reason, Detail = detail }, invocation, cancellationToken);
    }

    private static string Missed(WorkflowRun.Waiting run, SidecarFinding.Missing missing) => missing.Refusal is { } refusal
        ? $"no sidecar could be read until {run.Wait.Until:u}: {refusal}"
        : $"no sidecar came until {run.Wait.Until:u}.";

    private static ClaimMedia Overlay(ClaimMedia rule, SidecarMedia? sidecar) =>
        ClaimPlanner.Media(SidecarOverlay.Apply(new(rule.Title, rule.Description, rule.Tags, rule.CateId, rule.UserData), sidecar));
}
