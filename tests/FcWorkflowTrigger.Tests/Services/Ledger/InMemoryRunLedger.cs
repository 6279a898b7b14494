using System.Runtime.CompilerServices;
using FcWorkflowTrigger.Services.Ledger;
using FcWorkflowTrigger.Services.Ledger.Records;

namespace FcWorkflowTrigger.Tests.Services.Ledger;

/// <summary>A ledger for tests above it; it passes the same contract as the real ones.</summary>
internal sealed class InMemoryRunLedger(TimeProvider clock) : IRunLedger
{
    private readonly Lock _gate = new();
    private readonly Dictionary<RunId, RunLog> _logs = [];
    private readonly Dictionary<Marker, DateTimeOffset> _markers = [];
    private readonly Dictionary<string, RunId> _pointers = [];

    public IReadOnlyCollection<Marker> Markers => _markers.Keys;

    public Task<RunLog> ReadAsync(RunId run, CancellationToken cancellationToken) => Locked(() => _logs.GetValueOrDefault(run) ?? RunLog.Empty(run));

    public Task<Append> TryAppendAsync(RunLog log, RunRecord record, CancellationToken cancellationToken) => Locked<Append>(() =>
    {
        if ((_logs.GetValueOrDefault(log.Id) ?? RunLog.Empty(log.Id)).Tail != log.Tail)
        {
            return Append.Lost.Instance;
        }

        var longer = log.With(record, log.Tail + 1);
        _logs[log.Id] = longer;
        return new Append.Won(longer);
    });

    public Task PutMarkerAsync(Marker marker, CancellationToken cancellationToken) => Locked(() => _markers[Cut(marker)] = clock.GetUtcNow());

    public Task DeleteMarkerAsync(Marker marker, CancellationToken cancellationToken) => Locked(() => _markers.Remove(Cut(marker)));

    public async IAsyncEnumerable<Marker> ListMarkersAsync(TimeSpan quiet, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var before = clock.GetUtcNow() - quiet;

        foreach (var marker in await Locked(() => _markers.Where(put => put.Value <= before && put.Key.Hour <= before).Select(put => put.Key).ToArray()))
        {
            yield return marker;
        }
    }

    public Task PutPointerAsync(string taskId, RunId run, CancellationToken cancellationToken) => Locked(() => _pointers[taskId] = run);

    public Task<RunId?> FindByTaskAsync(string taskId, CancellationToken cancellationToken) =>
        Locked<RunId?>(() => _pointers.TryGetValue(taskId, out var run) ? run : null);

    private static Marker Cut(Marker marker) => Marker.TryParse(marker.Key, out var cut) ? cut : throw new InvalidOperationException(marker.Key);

    private Task<T> Locked<T>(Func<T> work)
    {
        lock (_gate)
        {
            return Task.FromResult(work());
        }
    }
}
