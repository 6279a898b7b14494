using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Simulation.Mutations;

/// <summary>A ledger that shows no run of a backfill to the run of an event.</summary>
internal sealed class BackfillUnseen(IRunLedger inner) : MutatedLedger(inner)
{
    public override async Task<ClaimRecord?> ReadFirstClaimAsync(RunId run, CancellationToken cancellationToken) =>
        await base.ReadFirstClaimAsync(run, cancellationToken) is { Src: var upload } claim && !upload.ToUpload().IsBackfill ? claim : null;
}
