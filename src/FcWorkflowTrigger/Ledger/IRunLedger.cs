using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Ledger;

/// <summary>The durable, write-once log of every run. Any number of processes may use it at once.</summary>
/// <remarks>A call throws if its result is still unknown after its retries. The record may or may not be in the ledger; a read shows it.</remarks>
internal interface IRunLedger
{
    /// <summary>Reads all records of a run; the log of a run that was never claimed is empty.</summary>
    /// <exception cref="LedgerIncompleteException">Some of its records were deleted.</exception>
    Task<RunHistory> ReadAsync(RunId run, CancellationToken cancellationToken);

    /// <summary>Reads the first claim of a run. One request, where a read of the run takes several.</summary>
    /// <returns>Null when the run was never claimed; also when that record was deleted and later ones may be there.</returns>
    Task<ClaimRecord?> ReadFirstClaimAsync(RunId run, CancellationToken cancellationToken);

    /// <summary>Adds a record if, and only if, the log still ends where <paramref name="history"/> ends.</summary>
    Task<Append> TryAppendAsync(RunHistory history, RunRecord record, CancellationToken cancellationToken);

    /// <summary>Makes the run visible to sweeps. Idempotent.</summary>
    /// <param name="claim">What a sweep claims if the run was never claimed. With it, the marker alone is enough to start the run.</param>
    Task PutMarkerAsync(Marker marker, ClaimRecord claim, CancellationToken cancellationToken);

    /// <summary>Reads the claim that the marker was put with; null when the marker is gone.</summary>
    Task<ClaimRecord?> ReadMarkerAsync(Marker marker, CancellationToken cancellationToken);

    /// <summary>Hides the run from sweeps. Idempotent.</summary>
    Task DeleteMarkerAsync(Marker marker, CancellationToken cancellationToken);

    /// <summary>Lists every marker that was put at least <paramref name="minAge"/> ago. The cost does not grow with the number of finished runs.</summary>
    /// <param name="firstShard">The shard to begin with, 0 to 15, so that a sweep that runs out of time does not skip the same runs each time.</param>
    IAsyncEnumerable<Marker> ListMarkersAsync(TimeSpan minAge, int firstShard, CancellationToken cancellationToken);

    /// <summary>Lists the runs of the same object that were written to since then; this run too, if it was written to.</summary>
    Task<IReadOnlyCollection<RunId>> ListRunsForKeyAsync(RunId run, DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>Records which run a task belongs to. Idempotent.</summary>
    Task PutPointerAsync(string taskId, RunId run, CancellationToken cancellationToken);

    /// <summary>Finds the run of a task; null when no run of this ledger has the task.</summary>
    Task<RunId?> FindByTaskAsync(string taskId, CancellationToken cancellationToken);

    /// <summary>Keeps an event that no run could be made of, for an operator. Idempotent for one name.</summary>
    /// <param name="name">Letters, digits and <c>-</c> only.</param>
    Task KeepUnreadableAsync(string name, ReadOnlyMemory<byte> document, CancellationToken cancellationToken);
}
