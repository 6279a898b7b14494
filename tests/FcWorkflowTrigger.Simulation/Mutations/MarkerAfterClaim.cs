using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Simulation.Mutations;

/// <summary>A ledger that writes the claim before the marker.</summary>
internal sealed class MarkerAfterClaim(IRunLedger inner) : IRunLedger
{
    private readonly Dictionary<RunId, (Marker Marker, ClaimRecord Claim)> _held = [];

    public Task<RunHistory> ReadAsync(RunId run, CancellationToken cancellationToken) => inner.ReadAsync(run, cancellationToken);

    public async Task<Append> TryAppendAsync(RunHistory history, RunRecord record, CancellationToken cancellationToken)
    {
        var append = await inner.TryAppendAsync(history, record, cancellationToken);

        if (append is Append.Won && record is ClaimRecord { Seq: 0 } && _held.Remove(history.Id, out var held))
        {
            await inner.PutMarkerAsync(held.Marker, held.Claim, cancellationToken);
        }

        return append;
    }

    public Task PutMarkerAsync(Marker marker, ClaimRecord claim, CancellationToken cancellationToken)
    {
        _held[marker.Run] = (marker, claim);
        return Task.CompletedTask;
    }

    public Task<ClaimRecord?> ReadMarkerAsync(Marker marker, CancellationToken cancellationToken) => inner.ReadMarkerAsync(marker, cancellationToken);

    public Task DeleteMarkerAsync(Marker marker, CancellationToken cancellationToken) => inner.DeleteMarkerAsync(marker, cancellationToken);

    public IAsyncEnumerable<Marker> ListMarkersAsync(TimeSpan quiet, int firstShard, CancellationToken cancellationToken) =>
        inner.ListMarkersAsync(quiet, firstShard, cancellationToken);

    public Task<IReadOnlyCollection<RunId>> RunsOfKeyAsync(RunId run, DateTimeOffset since, CancellationToken cancellationToken) =>
        inner.RunsOfKeyAsync(run, since, cancellationToken);

    public Task PutPointerAsync(string taskId, RunId run, CancellationToken cancellationToken) => inner.PutPointerAsync(taskId, run, cancellationToken);

    public Task<RunId?> FindByTaskAsync(string taskId, CancellationToken cancellationToken) => inner.FindByTaskAsync(taskId, cancellationToken);

    public Task KeepUnreadableAsync(string name, ReadOnlyMemory<byte> document, CancellationToken cancellationToken) =>
        inner.KeepUnreadableAsync(name, document, cancellationToken);
}
