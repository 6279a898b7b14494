using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Runs.Gates;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Runs;

/// <summary>Does what is left to do for a run that is over, the marker last: while it is there, a sweep repeats the rest.</summary>
internal sealed class RunCloser(
    IRunLedger ledger, RunIndex index, Outbox outbox, PermitReleaser permits, BackgroundWork backgroundWork, TimeProvider clock)
{
    /// <summary>Called before a parked run goes on or ends. A parked run has no marker, so without this a process that dies afterwards would leave no trace.</summary>
    /// <remarks>The marker is due from the next hour on: a sweep that still saw the run parked may delete an earlier one. A sweep takes it away.</remarks>
    public Task GuardAsync(WorkflowRun.Opened run, CancellationToken cancellationToken) =>
        ledger.PutMarkerAsync(MarkerOf(run).Postpone(clock.GetUtcNow()), run.Claim, cancellationToken);

    public Task CloseAsync(WorkflowRun.Opened run, CancellationToken cancellationToken) => CloseAsync(run, MarkerOf(run), cancellationToken);

    /// <param name="marker">Deleted at the end.</param>
    public async Task CloseAsync(WorkflowRun run, Marker marker, CancellationToken cancellationToken)
    {
        await SettleAsync(run, cancellationToken);
        await ledger.DeleteMarkerAsync(marker, cancellationToken);
    }

    /// <summary>The same for a caller that IMS waits for: the answer does not wait for the entry in the index and for the deletion of the marker.</summary>
    /// <param name="run">
    /// A finished run stays finished, so a late deletion removes no marker that is still needed (a parked run, once resumed, has a new one).
    /// If one of the two is lost, the marker stands, and the next sweep makes up for it.
    /// </param>
    public Task CloseForAnswerAsync(WorkflowRun.Finished run, CancellationToken cancellationToken)
    {
        var announcing = AnnounceAndReleaseAsync(run, cancellationToken);
        backgroundWork.Run(run.Id, async () =>
        {
            await Task.WhenAll(IndexAsync(run, CancellationToken.None), announcing);
            await ledger.DeleteMarkerAsync(MarkerOf(run), CancellationToken.None);
        });
        return announcing;
    }

    private Task SettleAsync(WorkflowRun run, CancellationToken cancellationToken) =>
        Task.WhenAll(IndexAsync(run, cancellationToken), AnnounceAndReleaseAsync(run, cancellationToken));

    /// <summary>Has the user's systems told of a record, and the object marked with an end. Idempotent.</summary>
    public Task TellAsync(WorkflowRun run, RunRecord record, CancellationToken cancellationToken) => outbox.AnnounceAsync(run.History, record, cancellationToken);

    private async Task AnnounceAndReleaseAsync(WorkflowRun run, CancellationToken cancellationToken)
    {
        // The sweep that recorded the run as overdue may have died before it told so.
        var overdue = run.History.Records.OfType<OverdueRecord>();
        await Task.WhenAll(overdue.Append(run.History.Records[^1]).Select(record => TellAsync(run, record, cancellationToken)));
        await permits.ReleaseAsync(run, cancellationToken);
    }

    private Task IndexAsync(WorkflowRun run, CancellationToken cancellationToken) => run switch
    {
        WorkflowRun.Parked parked => index.PutParkedAsync(run.Id, parked.Park, cancellationToken),
        _ => Task.WhenAll(
            index.PutEndAsync(run.History, cancellationToken),
            run.WasParked ? index.DeleteParkedAsync(run.Id, cancellationToken) : Task.CompletedTask,
            run.HasWaited ? index.DeleteWaitingAsync(run.Id, cancellationToken) : Task.CompletedTask),
    };

    /// <summary>The marker that every delivery of the upload's event names.</summary>
    public Marker MarkerOf(RunId run, Upload upload) => Marker.For(run, upload, clock.GetUtcNow());

    private Marker MarkerOf(WorkflowRun.Opened run) => MarkerOf(run.Id, run.Claim.Src.ToUpload());
}
