using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Simulation.Mutations;

/// <summary>The ledger under the mutations: each call goes to the real ledger, and a mutation overrides the one that it breaks.</summary>
internal abstract class MutatedLedger(IRunLedger inner) : IRunLedger
{
    public virtual Task<RunHistory> ReadAsync(RunId run, CancellationToken cancellationToken) => inner.ReadAsync(run, cancellationToken);

    public virtual Task<ClaimRecord?> ReadFirstClaimAsync(RunId run, CancellationToken cancellationToken) => inner.ReadFirstClaimAsync(run, cancellationToken);

    public virtual Task<Append> TryAppendAsync(RunHistory history, RunRecord record, CancellationToken cancellationToken) =>
        inner.TryAppendAsync(history, record, cancellationToken);

    public virtual Task PutMarkerAsync(Marker marker, ClaimRecord claim, CancellationToken cancellationToken) =>
        inner.PutMarkerAsync(marker, claim, cancellationToken);

    public Task<ClaimRecord?> ReadMarkerAsync(Marker marker, CancellationToken cancellationToken) => inner.ReadMarkerAsync(marker, cancellationToken);

    public Task DeleteMarkerAsync(Marker marker, CancellationToken cancellationToken) => inner.DeleteMarkerAsync(marker, cancellationToken);

    public IAsyncEnumerable<Marker> ListMarkersAsync(TimeSpan minAge, int firstShard, CancellationToken cancellationToken) =>
        inner.ListMarkersAsync(minAge, firstShard, cancellationToken);

    public virtual Task<IReadOnlyCollection<RunId>> ListRunsForKeyAsync(RunId run, DateTimeOffset since, CancellationToken cancellationToken) =>
        inner.ListRunsForKeyAsync(run, since, cancellationToken);

    public Task PutPointerAsync(string taskId, RunId run, CancellationToken cancellationToken) => inner.PutPointerAsync(taskId, run, cancellationToken);

    public Task<RunId?> FindByTaskAsync(string taskId, CancellationToken cancellationToken) => inner.FindByTaskAsync(taskId, cancellationToken);

    public Task KeepUnreadableAsync(string name, ReadOnlyMemory<byte> document, CancellationToken cancellationToken) =>
        inner.KeepUnreadableAsync(name, document, cancellationToken);
}
