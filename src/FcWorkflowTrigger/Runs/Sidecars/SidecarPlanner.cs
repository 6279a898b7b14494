using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Logging;
using FcWorkflowTrigger.Rules.Sidecars;
using FcWorkflowTrigger.Runs.Gates;
using FcWorkflowTrigger.Runs.Start;

namespace FcWorkflowTrigger.Runs.Sidecars;

/// <summary>Reads the sidecar of a waiting run and completes its plan. The plan is a claim, so of several invocations only one continues the run.</summary>
internal sealed class SidecarPlanner(
    SidecarReader reader, RunJournal journal, RunIndex index, StartGate gate, RunStarter starter, ILogger<SidecarPlanner> logger, TimeProvider clock)
{
    /// <returns>The new state of the run: Waiting, Finished, or the state after the start.</returns>
    /// <exception cref="StartDeferredException">IMS refuses for now.</exception>
    public async Task<WorkflowRun> AdvanceAsync(WorkflowRun.Waiting run, Invocation invocation, CancellationToken cancellationToken)
    {
        // The sidecar that counts is the one beside the last upload, so it is read when the key is quiet.
        switch (await gate.ListenAsync(run, cancellationToken))
        {
            case GateVerdict.Waits waits:
                await index.PutWaitingAsync(run.Id, cancellationToken);
                StartLog.Waits(logger, run, waits.For);
                return run;
            case GateVerdict.Ends { End: var end }:
                StartLog.Canceled(logger, run, end.Reason, end.Detail);
                return await journal.RecordOrReadAsync(run, end, invocation, cancellationToken);
        }

        return await ReadAndPlanAsync(run, invocation, cancellationToken);
    }

    private async Task<WorkflowRun> ReadAndPlanAsync(WorkflowRun.Waiting run, Invocation invocation, CancellationToken cancellationToken)
    {
        // The time is checked before the sidecar is read: a sidecar that came before the wait was over counts, also when it is read late.
        var isOver = run.Wait.Until <= clock.GetUtcNow();

        return await ReadSidecarAsync(run, isOver, cancellationToken) switch
        {
            SidecarFinding.Found found => await PlanAsync(run, found, invocation, cancellationToken),
            SidecarFinding.Bad bad => await CancelAsync(run, CancelRecord.SidecarInvalid, bad.Sentence, invocation, cancellationToken),
            SidecarFinding.NotAllowed not => await CancelAsync(run, CancelRecord.WorkflowNotAllowed, not.Sentence, invocation, cancellationToken),
            SidecarFinding.Missing when !isOver => await KeepWaitingAsync(run, cancellationToken),
            SidecarFinding.Missing missing when run.Wait.Required =>
                await CancelAsync(run, CancelRecord.SidecarMissing, DescribeMissing(run, missing), invocation, cancellationToken),
            SidecarFinding.Missing missing => await PlanWithoutSidecarAsync(run, missing, invocation, cancellationToken),
            var unknown => throw new InvalidOperationException($"The sidecar finding {unknown} is not handled."),
        };
    }

    // During the wait, missing rights are an error in each invocation, so that they can be corrected. After the wait the run must still end.
    private async Task<SidecarFinding> ReadSidecarAsync(WorkflowRun.Waiting run, bool isOver, CancellationToken cancellationToken)
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

    private Task<WorkflowRun> PlanWithoutSidecarAsync(
        WorkflowRun.Waiting run, SidecarFinding.Missing missing, Invocation invocation, CancellationToken cancellationToken)
    {
        if (missing.Refusal is { } refusal)
        {
            SidecarLog.Unread(logger, run, refusal);
        }

        return PlanAsync(run, null, invocation, cancellationToken);
    }

    private async Task<WorkflowRun> KeepWaitingAsync(WorkflowRun.Waiting run, CancellationToken cancellationToken)
    {
        await index.PutWaitingAsync(run.Id, cancellationToken);
        var key = LogText.Escape(run.Claim.Src.Key);
        SidecarLog.Waiting(logger, run, key, run.Wait.Until, run.Wait.Required ? "ends" : "starts without it");
        return run;
    }

    private async Task<WorkflowRun> PlanAsync(
        WorkflowRun.Waiting run, SidecarFinding.Found? found, Invocation invocation, CancellationToken cancellationToken)
    {
        var plan = run.Claim.PlanOrDefault;
        var claim = run.Claim with
        {
            WorkflowId = found?.Sidecar.WorkflowId ?? run.Claim.WorkflowId,
            Note = null,
            Plan = plan with { Media = ApplyOverlay(plan.Media, found?.Sidecar.Media), Sidecar = null, SidecarETag = found?.ETag },
        };

        if (await journal.TryRecordAsync(run, claim, invocation, cancellationToken) is not WorkflowRun.Claimed planned)
        {
            StartLog.MovedOn(logger, run);
            return await journal.ReadAsync(run.Id, cancellationToken);
        }

        SidecarLog.Planned(logger, run, found is null ? "without a sidecar" : $"by sidecar {found.ETag}", claim.WorkflowId);
        var starting = starter.AdvanceAsync(planned, invocation, cancellationToken);
        await Task.WhenAll(starting, index.DeleteWaitingAsync(run.Id, cancellationToken));
        return await starting;
    }

    private Task<WorkflowRun> CancelAsync(
        WorkflowRun.Waiting run, string reason, string detail, Invocation invocation, CancellationToken cancellationToken)
    {
        SidecarLog.Ended(logger, run, reason, detail);
        return journal.RecordOrReadAsync(run, new CancelRecord { Reason = reason, Detail = detail }, invocation, cancellationToken);
    }

    private static string DescribeMissing(WorkflowRun.Waiting run, SidecarFinding.Missing missing) => missing.Refusal is { } refusal
        ? $"no sidecar could be read until {run.Wait.Until:u}: {refusal}"
        : $"no sidecar came until {run.Wait.Until:u}.";

    private static ClaimMedia ApplyOverlay(ClaimMedia rule, SidecarMedia? sidecar) =>
        ClaimPlanner.CreateMedia(SidecarOverlay.Apply(new(rule.Title, rule.Description, rule.Tags, rule.CateId, rule.UserData), sidecar));
}
