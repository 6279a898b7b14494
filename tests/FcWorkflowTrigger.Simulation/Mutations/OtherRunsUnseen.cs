using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Simulation.Mutations;

/// <summary>A ledger that shows no other run of an object.</summary>
internal sealed class OtherRunsUnseen(IRunLedger inner) : MutatedLedger(inner)
{
    public override Task<IReadOnlyCollection<RunId>> ListRunsForKeyAsync(RunId run, DateTimeOffset since, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyCollection<RunId>>([run]);
}
