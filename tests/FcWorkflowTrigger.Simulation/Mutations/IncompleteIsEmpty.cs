using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Simulation.Mutations;

/// <summary>A ledger that ends a log at the first record that is not there.</summary>
internal sealed class IncompleteIsEmpty(IRunLedger inner) : IRunLedger
{
    public async Task<RunHistory> ReadAsync(RunId run, CancellationToken cancellationToken)
    {
        try
        {
            return await inner.ReadAsync(run, cancellationToken);
        }
        catch (LedgerIncompleteException)
        {
            return RunHistory.Empty(run);
        }
    }

    public Task<Append> TryAppendAsync(RunHistory history, RunRecord record, CancellationToken cancellationToken) =>
        inner.TryAppendAsync(history, record, cancellationToken);

    public Task PutMarkerAsync(Marker marker, ClaimRecord claim, CancellationToken cancellationToken) => inner.PutMarkerAsync(marker, claim, cancellationToken);

    public Task<ClaimRecord?> ReadMarkerAsync(Marker marker, CancellationToken cancellationToken) => inner.ReadMarkerAsync(marker, cancellationToken);

    public Task DeleteMarkerAsync(Marker marker, CancellationToken cancellationToken) => inner.DeleteMarkerAsync(marker, cancellationToken);

    public IAsyncEnumerable<Marker> ListMarkersAsync(TimeSpan quiet, int firstShard, CancellationToken cancellationToken) =>
        inner.ListMarkersAsync(quiet, firstShard, cancellationToken);

    public Task<IReadOnlyCollection<RunId>> ListRunsForKeyAsync(RunId run, DateTimeOffset since, CancellationToken cancellationToken) =>
        inner.ListRunsForKeyAsync(run, since, cancellationToken);

    public Task PutPointerAsync(string taskId, RunId run, CancellationToken cancellationToken) => inner.PutPointerAsync(taskId, run, cancellationToken);

    public Task<RunId?> FindByTaskAsync(string taskId, CancellationToken cancellationToken) => inner.FindByTaskAsync(taskId, cancellationToken);

    public Task KeepUnreadableAsync(string name, ReadOnlyMemory<byte> document, CancellationToken cancellationToken) =>
        inner.KeepUnreadableAsync(name, document, cancellationToken);
}
