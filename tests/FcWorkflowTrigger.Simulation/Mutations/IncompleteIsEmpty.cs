using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Simulation.Mutations;

/// <summary>A ledger that ends a log at the first record that is not there.</summary>
internal sealed class IncompleteIsEmpty(IRunLedger inner) : MutatedLedger(inner)
{
    public override async Task<RunHistory> ReadAsync(RunId run, CancellationToken cancellationToken)
    {
        try
        {
            return await base.ReadAsync(run, cancellationToken);
        }
        catch (LedgerIncompleteException)
        {
            return RunHistory.Empty(run);
        }
    }
}
