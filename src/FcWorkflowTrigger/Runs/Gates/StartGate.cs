using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;

namespace FcWorkflowTrigger.Runs.Gates;

/// <summary>Decides, after a run is claimed, whether the run may start, and whether it may start now.</summary>
internal sealed class StartGate(QuietGate quiet, IdenticalGate identical, ReplaceGate replace, BudgetGate budget, Permits permits)
{
    private static readonly Task<GateVerdict> NoGate = Task.FromResult<GateVerdict>(GateVerdict.Open.Uncounted);

    /// <summary>Decides whether the key of the run is quiet. Asked before all else: a run that waits for quiet, or ends for a later upload, has written nothing.</summary>
    public async ValueTask<GateVerdict> ListenAsync(WorkflowRun.Opened run, CancellationToken cancellationToken) =>
        QuietGate.Governs(run) ? await quiet.JudgeAsync(run, cancellationToken) : GateVerdict.Open.Uncounted;

    /// <summary>Called once for each claim, by its holder. When no rule uses a gate, it costs no request.</summary>
    public Task<GateVerdict> EnterAsync(WorkflowRun.Claimed run, CancellationToken cancellationToken) =>
        IsGuarded(run.Claim) ? EnterGatesAsync(run, cancellationToken) : NoGate;

    /// <summary>Checks whether a waiting run should be taken over and enter again. It writes nothing.</summary>
    public async ValueTask<bool> MayEnterAsync(WorkflowRun.Claimed run, CancellationToken cancellationToken) => await ListenAsync(run, cancellationToken) switch
    {
        GateVerdict.Open => (!IdenticalGate.Governs(run.Claim) || await identical.MayEnterAsync(run, cancellationToken))
            && (!replace.Governs(run.Claim) || await replace.MayEnterAsync(run, cancellationToken))
            && (!budget.Governs(run.Claim) || await budget.MayEnterAsync(run, cancellationToken)),
        var heard => heard is GateVerdict.Ends,
    };

    /// <summary>Deletes the permits of a run that ended without a start.</summary>
    public Task ReleaseAsync(GateVerdict.Open entry, CancellationToken cancellationToken) =>
        entry.Permits is { } keys ? permits.DeleteAsync(keys, cancellationToken) : Task.CompletedTask;

    private bool IsGuarded(ClaimRecord claim) => IdenticalGate.Governs(claim) || replace.Governs(claim) || budget.Governs(claim);

    private async Task<GateVerdict> EnterGatesAsync(WorkflowRun.Claimed run, CancellationToken cancellationToken)
    {
        var verdict = IdenticalGate.Governs(run.Claim) ? await identical.EnterAsync(run, cancellationToken) : GateVerdict.Open.Uncounted;

        if (verdict is GateVerdict.Open && replace.Governs(run.Claim))
        {
            verdict = await replace.EnterAsync(run, cancellationToken);
        }

        // Last, because only it counts: a run that waits for another run holds no permit.
        return verdict is GateVerdict.Open && budget.Governs(run.Claim) ? await budget.EnterAsync(run, cancellationToken) : verdict;
    }
}
