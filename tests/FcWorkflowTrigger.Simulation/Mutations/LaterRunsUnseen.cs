using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Simulation.Mutations;

/// <summary>A ledger that shows a run no other runs of its key.</summary>
internal sealed class LaterRunsUnseen(IRunLedger inner) : MutatedLedger(inner)
{
    public override Task<IReadOnlyCollection<RunId>> ListRunsForKeyAsync(RunId run, DateTimeOffset since, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyCollection<RunId>>([run]);
}
