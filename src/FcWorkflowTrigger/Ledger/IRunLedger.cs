using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Ledger;

/// <summary>The durable, write-once memory of every run. Any number of processes may use it at once.</summary>
/// <remarks>A call whose outcome stays unknown after its own retries throws; the record may or may not be there, and a read will tell.</remarks>
internal interface IRunLedger
{
    /// <summary>All records of a run; an empty log for a run that was never claimed.</summary>
    /// <exception cref="LedgerIncompleteException">Some of its records were deleted.</exception>
    Task<RunHistory> ReadAsync(RunId run, CancellationToken cancellationToken);

    /// <summary>Adds a record if, and only if, the log still ends where <paramref name="history"/> says.</summary>
    Task<Append> TryAppendAsync(RunHistory history, RunRecord record, CancellationToken cancellationToken);

    /// <summary>Makes the run visible to sweeps. Idempotent.</summary>
    /// <param name="claim">What a sweep is to claim if nobody has: with it, a marker alone is enough to do the work.</param>
    Task PutMarkerAsync(Marker marker, ClaimRecord claim, CancellationToken cancellationToken);

    /// <summary>What the marker was put with; null when it is gone.</summary>
    Task<ClaimRecord?> ReadMarkerAsync(Marker marker, CancellationToken cancellationToken);

    /// <summary>Hides the run from sweeps. Idempotent.</summary>
    Task DeleteMarkerAsync(Marker marker, CancellationToken cancellationToken);

    /// <summary>Every marker put at least <paramref name="quiet"/> ago; its cost does not grow with finished runs.</summary>
    /// <param name="firstShard">Where to begin, 0 to 15: a sweep that runs out of time is not to neglect the same runs each time.</param>
    IAsyncEnumerable<Marker> ListMarkersAsync(TimeSpan quiet, int firstShard, CancellationToken cancellationToken);

    /// <summary>The runs of the same object that were written to since then, this one among them if it was.</summary>
    Task<IReadOnlyCollection<RunId>> RunsOfKeyAsync(RunId run, DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>Remembers which run a task belongs to. Idempotent.</summary>
    Task PutPointerAsync(string taskId, RunId run, CancellationToken cancellationToken);

    /// <summary>The run a task belongs to; null when the task is not ours.</summary>
    Task<RunId?> FindByTaskAsync(string taskId, CancellationToken cancellationToken);

    /// <summary>Keeps an event no run can be made of, for a person to look at. Idempotent under one name.</summary>
    /// <param name="name">Of letters, digits and <c>-</c>.</param>
    Task KeepUnreadableAsync(string name, ReadOnlyMemory<byte> document, CancellationToken cancellationToken);
}
