using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Runs;

namespace FcWorkflowTrigger.Reconcile;

/// <summary>Reconciles the run of one marker: continues the run as far as possible, then keeps, moves or deletes the marker.</summary>
internal sealed class RunReconciler(
    IRunLedger ledger, RunJournal journal, RunOpener opener, RunRecoverer recoverer, TaskPoller poller, RunCloser closer, RunDeadlines deadlines, IncompleteRuns incomplete, TimeProvider clock)
{
    // A task that runs longer than this is polled once an hour, not in every sweep. The same holds for a run that waits longer for its sidecar.
    private static readonly TimeSpan SlowInterval = TimeSpan.FromHours(1);

    public async Task<ReconcileOutcome> ReconcileAsync(Marker marker, Invocation invocation, CancellationToken cancellationToken)
    {
        try
        {
            return await VisitAsync(marker, invocation, cancellationToken);
        }
        catch (LedgerIncompleteException lost) when (lost.Run == marker.Run)
        {
            await incomplete.LeaveAsync(lost, marker, await ledger.ReadMarkerAsync(marker, cancellationToken), cancellationToken);
            return ReconcileOutcome.Parked;
        }
    }

    private async Task<ReconcileOutcome> VisitAsync(Marker marker, Invocation invocation, CancellationToken cancellationToken)
    {
        var before = await journal.ReadAsync(marker.Run, cancellationToken);
        var after = await AdvanceAsync(before, marker, invocation, cancellationToken);

        if (after.IsOver)
        {
            await closer.CloseAsync(after, marker, cancellationToken);
        }
        else if (after is WorkflowRun.Opened slow && IsSlow(slow, clock.GetUtcNow()))
        {
            await ledger.PutMarkerAsync(marker.Postpone(clock.GetUtcNow()), slow.Claim, cancellationToken);
            await ledger.DeleteMarkerAsync(marker, cancellationToken);
        }

        return GetOutcome(before, after);
    }

    // A wait that ends within the hour is checked in every sweep again, so that the run does not wait an hour too long.
    private static bool IsSlow(WorkflowRun.Opened run, DateTimeOffset now) => run switch
    {
        WorkflowRun.Started started => started.Start.At + SlowInterval <= now,
        WorkflowRun.Waiting waiting => waiting.Claim.At + SlowInterval <= now && now + SlowInterval <= waiting.Wait.Until,
        _ => false,
    };

    private async Task<WorkflowRun> AdvanceAsync(WorkflowRun run, Marker marker, Invocation invocation, CancellationToken cancellationToken) => run switch
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

    private static ReconcileOutcome GetOutcome(WorkflowRun before, WorkflowRun after) => after switch
    {
        WorkflowRun.Finished => ReconcileOutcome.Finished,
        WorkflowRun.Parked => ReconcileOutcome.Parked,
        _ when after.History.Records.Count > before.History.Records.Count => ReconcileOutcome.Recovered,
        _ => ReconcileOutcome.Open,
    };
}

/// <summary>The result of reconciling one unfinished run.</summary>
internal enum ReconcileOutcome
{
    /// <summary>The run could not be checked; its marker stays.</summary>
    Error,

    /// <summary>The run is unchanged: there is nothing to do yet.</summary>
    Open,

    /// <summary>The run was continued from where it was left.</summary>
    Recovered,

    /// <summary>An operator must decide about the run.</summary>
    Parked,

    /// <summary>The run has ended.</summary>
    Finished,
}
