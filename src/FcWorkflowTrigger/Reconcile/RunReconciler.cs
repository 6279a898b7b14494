using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Runs;

namespace FcWorkflowTrigger.Reconcile;

/// <summary>Looks at one marker's run, does what can be done for it, and keeps its marker right.</summary>
internal sealed class RunReconciler(
    IRunLedger ledger, RunJournal journal, RunOpener opener, RunRecoverer recoverer, TaskPoller poller, RunCloser closer, TimeProvider clock)
{
    // A task that runs longer is asked after once an hour, not with every sweep; so is a sidecar that is waited for longer.
    private static readonly TimeSpan Long = TimeSpan.FromHours(1);

    public async Task<ReconcileOutcome> MakeAsync(Marker marker, Invocation invocation, CancellationToken cancellationToken)
    {
        var before = await journal.ReadAsync(marker.Run, cancellationToken);
        var after = await BringOnAsync(before, marker, invocation, cancellationToken);

        if (after.IsOver)
        {
            await closer.CloseAsync(after, marker, cancellationToken);
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

    private async Task<WorkflowRun> BringOnAsync(WorkflowRun run, Marker marker, Invocation invocation, CancellationToken cancellationToken) => run switch
    {
        // The delivery died between its marker and its claim: the marker holds what it was about to claim.
        WorkflowRun.Unclaimed => await ledger.ReadMarkerAsync(marker, cancellationToken) is { } claim
            ? await opener.OpenAsync(claim, invocation, cancellationToken)
            : run,
        WorkflowRun.Started started => await poller.PollAsync(started, invocation, cancellationToken),
        _ => await recoverer.RecoverAsync(run, invocation, cancellationToken),
    };

    private static ReconcileOutcome Outcome(WorkflowRun before, WorkflowRun after) => after switch
    {
        WorkflowRun.Finished => ReconcileOutcome.Finished,
        WorkflowRun.Parked => ReconcileOutcome.Parked,
        _ when after.History.Records.Count > before.History.Records.Count => ReconcileOutcome.Recovered,
        _ => ReconcileOutcome.Open,
    };
}
