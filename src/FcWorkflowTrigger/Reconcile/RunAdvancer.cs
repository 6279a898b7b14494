using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Runs;

namespace FcWorkflowTrigger.Reconcile;

/// <summary>Continues the run of one marker as far as possible: opens it, asks IMS for its task, or recovers it.</summary>
internal sealed class RunAdvancer(IRunLedger ledger, RunOpener opener, RunRecoverer recoverer, TaskPoller poller, RunDeadlines deadlines)
{
    /// <returns>The new state of the run; unchanged when there is nothing to do yet.</returns>
    /// <exception cref="LedgerIncompleteException">Some records of the run were deleted.</exception>
    public async Task<WorkflowRun> AdvanceAsync(WorkflowRun run, Marker marker, Invocation invocation, CancellationToken cancellationToken) => run switch
    {
        // The delivery died after it put the marker and before it claimed the run. The marker holds the claim.
        WorkflowRun.Unclaimed => await ledger.ReadMarkerAsync(marker, cancellationToken) is { } claim
            ? await OpenAsync(marker, claim, invocation, cancellationToken)
            : run,
        WorkflowRun.Started started => await poller.PollAsync(started, invocation, cancellationToken),
        _ => await recoverer.RecoverAsync(run, invocation, cancellationToken),
    };

    private Task<WorkflowRun> OpenAsync(Marker marker, ClaimRecord claim, Invocation invocation, CancellationToken cancellationToken) =>
        deadlines.MayHaveExpired(marker, claim)
            ? throw new LedgerIncompleteException(marker.Run, "its marker has outlived all of its records")
            : opener.OpenAsync(claim, invocation, cancellationToken);
}
