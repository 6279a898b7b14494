using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Runs;

namespace FcWorkflowTrigger.Reconcile;

/// <summary>Reconciles the run of one marker: continues the run as far as possible, then keeps, moves or deletes the marker.</summary>
internal sealed class RunReconciler(
    IRunLedger ledger, RunJournal journal, RunAdvancer advancer, RunCloser closer, IncompleteRuns incomplete, TimeProvider clock)
{
    // A task that runs longer than this is polled once an hour, not in every sweep. The same holds for a run that waits longer for its sidecar.
    private static readonly TimeSpan SlowInterval = TimeSpan.FromHours(1);

    public async Task<ReconcileOutcome> ReconcileAsync(Marker marker, Invocation invocation, CancellationToken cancellationToken)
    {
        try
        {
            return await AdvanceAsync(marker, invocation, cancellationToken);
        }
        catch (LedgerIncompleteException lost) when (lost.Run == marker.Run)
        {
            await incomplete.LeaveAsync(lost, marker, await ledger.ReadMarkerAsync(marker, cancellationToken), cancellationToken);
            return ReconcileOutcome.Parked;
        }
    }

    private async Task<ReconcileOutcome> AdvanceAsync(Marker marker, Invocation invocation, CancellationToken cancellationToken)
    {
        var before = await journal.ReadAsync(marker.Run, cancellationToken);
        var after = await advancer.AdvanceAsync(before, marker, invocation, cancellationToken);

        if (after.IsOver)
        {
            await closer.CloseAsync(after, marker, cancellationToken);
        }
        else if (after is WorkflowRun.Opened open)
        {
            await MoveMarkerAsync(marker, open, cancellationToken);
        }

        return GetOutcome(before, after);
    }

    // The name of the marker says whether the run has been told to be overdue, so it moves after that.
    private async Task MoveMarkerAsync(Marker marker, WorkflowRun.Opened run, CancellationToken cancellationToken)
    {
        var moved = marker;

        if (run is WorkflowRun.Started { Overdue: { } overdue } && marker.End != overdue.Seq)
        {
            await closer.TellAsync(run, overdue, cancellationToken);
            moved = marker with { End = overdue.Seq };
        }

        if (clock.GetUtcNow() is var now && IsSlow(run, now))
        {
            moved = moved.Postpone(now);
        }

        if (moved != marker)
        {
            await ledger.PutMarkerAsync(moved, run.Claim, cancellationToken);
            await ledger.DeleteMarkerAsync(marker, cancellationToken);
        }
    }

    // A wait that ends within the hour is checked in every sweep again, so that the run does not wait an hour too long.
    private static bool IsSlow(WorkflowRun.Opened run, DateTimeOffset now) => run switch
    {
        WorkflowRun.Started started => started.Start.At + SlowInterval <= now && (started.Overdue is not null || now + SlowInterval <= RunDeadlines.ExpectedEnd(started)),
        WorkflowRun.Waiting waiting => waiting.Claim.At + SlowInterval <= now && now + SlowInterval <= waiting.Wait.Until,
        _ => false,
    };

    private static ReconcileOutcome GetOutcome(WorkflowRun before, WorkflowRun after) => after switch
    {
        WorkflowRun.Finished => ReconcileOutcome.Finished,
        WorkflowRun.Parked => ReconcileOutcome.Parked,
        WorkflowRun.Started { Overdue: not null } => ReconcileOutcome.Overdue,
        _ when after.History.Records.Count > before.History.Records.Count => ReconcileOutcome.Recovered,
        WorkflowRun.Waiting => ReconcileOutcome.Waiting,
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

    /// <summary>The same, and the run waits for its sidecar.</summary>
    Waiting,

    /// <summary>The run goes on, and its task takes longer than its rule expects.</summary>
    Overdue,

    /// <summary>The run was continued from where it was left.</summary>
    Recovered,

    /// <summary>An operator must decide about the run.</summary>
    Parked,

    /// <summary>The run has ended.</summary>
    Finished,
}
