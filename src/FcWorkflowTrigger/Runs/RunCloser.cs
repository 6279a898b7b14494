using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Runs.Gates;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Runs;

/// <summary>Does what is left to do for a run that is over, the marker last: while it is there, a sweep repeats the rest.</summary>
internal sealed class RunCloser(IRunLedger ledger, Outbox outbox, PermitReleaser permits, BackgroundWork backgroundWork, TimeProvider clock)
{
    public Task CloseAsync(WorkflowRun.Opened run, CancellationToken cancellationToken) => CloseAsync(run, MarkerOf(run), cancellationToken);

    /// <param name="marker">Deleted at the end.</param>
    public async Task CloseAsync(WorkflowRun run, Marker marker, CancellationToken cancellationToken)
    {
        await AnnounceAndReleaseAsync(run, cancellationToken);
        await ledger.DeleteMarkerAsync(marker, cancellationToken);
    }

    /// <summary>The same for a caller that IMS waits for: the deletion of the marker is sent, and the answer does not wait for it.</summary>
    /// <param name="run">
    /// A finished run stays finished, so a late deletion removes no marker that is still needed (a parked run, once resumed, has a new one).
    /// If the deletion is lost, the next sweep deletes the marker.
    /// </param>
    public async Task CloseForAnswerAsync(WorkflowRun.Finished run, CancellationToken cancellationToken)
    {
        await AnnounceAndReleaseAsync(run, cancellationToken);
        backgroundWork.Run(run.Id, () => ledger.DeleteMarkerAsync(MarkerOf(run), CancellationToken.None));
    }

    private async Task AnnounceAndReleaseAsync(WorkflowRun run, CancellationToken cancellationToken)
    {
        await outbox.AnnounceAsync(run.History, cancellationToken);
        await permits.ReleaseAsync(run, cancellationToken);
    }

    /// <summary>The marker that every delivery of the upload's event names.</summary>
    public Marker MarkerOf(RunId run, Upload upload) => Marker.For(run, upload, clock.GetUtcNow());

    private Marker MarkerOf(WorkflowRun.Opened run) => MarkerOf(run.Id, run.Claim.Src.ToUpload());
}
