using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;

namespace FcWorkflowTrigger.Runs.Gates;

/// <summary>Between a claim and everything it leads to: whether the run may start at all, and whether now.</summary>
internal sealed class StartGate(IdenticalGate identical, ReplaceGate replace, BudgetGate budget, Permits permits)
{
    private static readonly Task<GateVerdict> NotGuarded = Task.FromResult<GateVerdict>(GateVerdict.Open.Uncounted);

    /// <summary>Once for each claim, by its holder. Where no rule asks for it, nothing is asked and nothing is made.</summary>
    public Task<GateVerdict> EnterAsync(WorkflowRun.Claimed run, CancellationToken cancellationToken) =>
        IsGuarded(run.Claim) ? AskAsync(run, cancellationToken) : NotGuarded;

    /// <summary>Whether a waiting run should be taken over and asked again; leaves no trace.</summary>
    public async ValueTask<bool> MayEnterAsync(WorkflowRun.Claimed run, CancellationToken cancellationToken) =>
        (!IdenticalGate.Governs(run.Claim) || await identical.MayEnterAsync(run, cancellationToken))
        && (!ReplaceGate.Governs(run.Claim) || await replace.EnterAsync(run, cancellationToken) is GateVerdict.Open)
        && (!budget.Governs(run.Claim) || await budget.MayEnterAsync(run, cancellationToken));

    /// <summary>Takes back what was given to a run that ended without a start.</summary>
    public Task LeaveAsync(GateVerdict.Open entry, CancellationToken cancellationToken) =>
        entry.Permits is { } keys ? permits.DeleteAsync(keys, cancellationToken) : Task.CompletedTask;

    private bool IsGuarded(ClaimRecord claim) => IdenticalGate.Governs(claim) || ReplaceGate.Governs(claim) || budget.Governs(claim);

    private async Task<GateVerdict> AskAsync(WorkflowRun.Claimed run, CancellationToken cancellationToken)
    {
        // A rule asks for one of the two at most.
        var first = IdenticalGate.Governs(run.Claim) ? await identical.EnterAsync(run, cancellationToken)
            : ReplaceGate.Governs(run.Claim) ? await replace.EnterAsync(run, cancellationToken)
            : GateVerdict.Open.Uncounted;
        return first is GateVerdict.Open && budget.Governs(run.Claim) ? await budget.EnterAsync(run, cancellationToken) : first;
    }
}
