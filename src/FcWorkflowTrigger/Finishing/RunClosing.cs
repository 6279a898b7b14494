using FcWorkflowTrigger.Outcomes;
using FcWorkflowTrigger.Services.Ledger;

namespace FcWorkflowTrigger.Finishing;

/// <summary>What is left to do for a run that is over. In this order: while the marker stands, a sweep makes up for the rest.</summary>
internal sealed class RunClosing(IRunLedger ledger, OutcomeOutbox outbox, Permits permits, TimeProvider clock)
{
    public Task CloseAsync(WorkflowRun.Opened run, CancellationToken cancellationToken) =>
        CloseAsync(run, Marker.For(run.Id, run.Claim.Src.ToUpload(), clock.GetUtcNow()), cancellationToken);

    /// <param name="marker">The one to take away.</param>
    public async Task CloseAsync(WorkflowRun run, Marker marker, CancellationToken cancellationToken)
    {
        await outbox.AnnounceAsync(run, cancellationToken);
        await permits.ReleaseAsync(run, cancellationToken);
        await ledger.DeleteMarkerAsync(marker, cancellationToken);
    }
}
