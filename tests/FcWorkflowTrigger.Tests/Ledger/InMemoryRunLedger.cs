using System.Runtime.CompilerServices;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Tests.Ledger;

/// <summary>A ledger in memory for tests; it passes the same contract as the real ledgers. As there, a canceled call writes nothing.</summary>
internal sealed class InMemoryRunLedger(TimeProvider clock) : IRunLedger
{
    private readonly Lock _gate = new();
    private readonly Dictionary<RunId, RunHistory> _logs = [];
    private readonly Dictionary<RunId, DateTimeOffset> _written = [];
    private readonly Dictionary<Marker, (ClaimRecord Claim, DateTimeOffset At)> _markers = [];
    private readonly Dictionary<string, RunId> _pointers = [];
    private readonly Dictionary<string, byte[]> _unreadable = [];
    private readonly HashSet<RunId> _incomplete = [];

    public IReadOnlyCollection<Marker> Markers => _markers.Keys;

    /// <summary>The first records of this run are gone and later ones are there: the log begins anew for a writer that does not read.</summary>
    public void LoseFirstRecords(RunId run)
    {
        _logs.Remove(run);
        _incomplete.Add(run);
    }

    /// <summary>All records of this run but the first are gone.</summary>
    public void LoseAllButFirst(RunId run) => _logs[run] = new(run, [_logs[run].Records[0]], 1);

    /// <summary>A record of this run behind its first is gone.</summary>
    public void LoseLaterRecord(RunId run) => _incomplete.Add(run);

    /// <summary>All records of this run are gone.</summary>
    public void LoseLog(RunId run) => _logs.Remove(run);

    /// <summary>How often a log or a pointer was read.</summary>
    public int Reads { get; private set; }

    /// <summary>Each read of a log or a pointer does this first.</summary>
    public Func<CancellationToken, Task> Reading { get; set; } = _ => Task.CompletedTask;

    /// <summary>Called before each record is added: what another process does at this moment.</summary>
    public Func<RunRecord, Task> Appending { get; set; } = _ => Task.CompletedTask;

    public async Task<RunHistory> ReadAsync(RunId run, CancellationToken cancellationToken)
    {
        await Reading(cancellationToken);
        return await Locked(() => Read(run), cancellationToken);
    }

    public async Task<ClaimRecord?> ReadFirstClaimAsync(RunId run, CancellationToken cancellationToken)
    {
        await Reading(cancellationToken);
        return await Locked(() => _logs.GetValueOrDefault(run)?.Records[0] as ClaimRecord, cancellationToken);
    }

    private RunHistory Read(RunId run)
    {
        Reads++;
        return _incomplete.Contains(run)
            ? throw new LedgerIncompleteException(run, "record 3 is there, record 0 is not")
            : _logs.GetValueOrDefault(run) ?? RunHistory.Empty(run);
    }

    public async Task<Append> TryAppendAsync(RunHistory history, RunRecord record, CancellationToken cancellationToken)
    {
        await Appending(record);
        return await Locked(() => TryAppend(history, record), cancellationToken);
    }

    private Append TryAppend(RunHistory history, RunRecord record)
    {
        if ((_logs.GetValueOrDefault(history.Id) ?? RunHistory.Empty(history.Id)).Tail != history.Tail)
        {
            return Append.Lost.Instance;
        }

        var longer = history.With(record, history.Tail + 1);
        _logs[history.Id] = longer;
        _written[history.Id] = clock.GetUtcNow();
        return new Append.Won(longer);
    }

    /// <summary>The put of a marker waits for this task, and fails when the task fails.</summary>
    public Task Marking { get; set; } = Task.CompletedTask;

    public async Task PutMarkerAsync(Marker marker, ClaimRecord claim, CancellationToken cancellationToken)
    {
        await Marking.WaitAsync(cancellationToken);
        await Locked(() => _markers[Cut(marker)] = (claim, clock.GetUtcNow()), cancellationToken);
    }

    public Task<ClaimRecord?> ReadMarkerAsync(Marker marker, CancellationToken cancellationToken) =>
        Locked(() => _markers.TryGetValue(Cut(marker), out var put) ? put.Claim : null, cancellationToken);

    /// <summary>The deletion of a marker waits for this task, and fails when the task fails.</summary>
    public Task Deleting { get; set; } = Task.CompletedTask;

    public async Task DeleteMarkerAsync(Marker marker, CancellationToken cancellationToken)
    {
        await Deleting.WaitAsync(cancellationToken);
        await Locked(() => _markers.Remove(Cut(marker)), cancellationToken);
    }

    /// <summary>No listing of the markers is answered.</summary>
    public bool ListingFails { get; set; }

    public IReadOnlyDictionary<string, byte[]> Unreadable => _unreadable;

    public async IAsyncEnumerable<Marker> ListMarkersAsync(
        TimeSpan minAge, int firstShard, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var before = clock.GetUtcNow() - minAge;

        if (ListingFails)
        {
            throw new HttpRequestException("reset");
        }

        foreach (var marker in await Locked(() => _markers.Where(put => put.Value.At <= before && put.Key.Hour <= before).Select(put => put.Key).ToArray(), cancellationToken))
        {
            yield return marker;
        }
    }

    /// <summary>The put of a pointer waits for this task, and fails when the task fails.</summary>
    public Task Pointing { get; set; } = Task.CompletedTask;

    public async Task PutPointerAsync(string taskId, RunId run, CancellationToken cancellationToken)
    {
        await Pointing.WaitAsync(cancellationToken);
        await Locked(() => _pointers[taskId] = run, cancellationToken);
    }

    public async Task<RunId?> FindByTaskAsync(string taskId, CancellationToken cancellationToken)
    {
        await Reading(cancellationToken);
        return await Locked<RunId?>(
            () =>
            {
                Reads++;
                return _pointers.TryGetValue(taskId, out var run) ? run : null;
            },
            cancellationToken);
    }

    public Task<IReadOnlyCollection<RunId>> ListRunsForKeyAsync(RunId run, DateTimeOffset since, CancellationToken cancellationToken) =>
        Locked<IReadOnlyCollection<RunId>>(() => [.. _written.Where(history => history.Key.KeyHash.SequenceEqual(run.KeyHash) && history.Value >= since).Select(history => history.Key)], cancellationToken);

    public Task KeepUnreadableAsync(string name, ReadOnlyMemory<byte> document, CancellationToken cancellationToken) =>
        Locked(() => _unreadable[name] = document.ToArray(), cancellationToken);

    private static Marker Cut(Marker marker) => Marker.TryParse(marker.Key, out var cut) ? cut : throw new InvalidOperationException(marker.Key);

    private Task<T> Locked<T>(Func<T> work, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(cancellationToken);
        }

        lock (_gate)
        {
            return Task.FromResult(work());
        }
    }
}
