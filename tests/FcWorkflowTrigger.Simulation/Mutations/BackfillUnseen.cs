using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Simulation.Mutations;

/// <summary>A ledger that shows no run of a backfill to the run of an event.</summary>
internal sealed class BackfillUnseen(IRunLedger inner) : MutatedLedger(inner)
{
    public override Task<bool> IsClaimedAsync(RunId run, CancellationToken cancellationToken) => Task.FromResult(false);
}
