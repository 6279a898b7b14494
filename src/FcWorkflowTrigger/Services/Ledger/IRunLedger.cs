using FcWorkflowTrigger.Services.Ledger.Records;

namespace FcWorkflowTrigger.Services.Ledger;

/// <summary>The durable, write-once memory of every run. Any number of processes may use it at once.</summary>
/// <remarks>A call whose outcome stays unknown after its own retries throws; the record may or may not be there, and a read will tell.</remarks>
internal interface IRunLedger
{
    /// <summary>All records of a run; an empty log for a run nobody has claimed.</summary>
    Task<RunLog> ReadAsync(RunId run, CancellationToken cancellationToken);

    /// <summary>Adds a record if, and only if, the log still ends where <paramref name="log"/> says.</summary>
    Task<Append> TryAppendAsync(RunLog log, RunRecord record, CancellationToken cancellationToken);

    /// <summary>Makes the run visible to sweeps. Idempotent.</summary>
    Task PutMarkerAsync(Marker marker, CancellationToken cancellationToken);

    /// <summary>Hides the run from sweeps. Idempotent.</summary>
    Task DeleteMarkerAsync(Marker marker, CancellationToken cancellationToken);

    /// <summary>Every marker put at least <paramref name="quiet"/> ago, in no promised order; its cost does not grow with finished runs.</summary>
    IAsyncEnumerable<Marker> ListMarkersAsync(TimeSpan quiet, CancellationToken cancellationToken);

    /// <summary>Remembers which run a task belongs to. Idempotent.</summary>
    Task PutPointerAsync(string taskId, RunId run, CancellationToken cancellationToken);

    /// <summary>The run a task belongs to; null when the task is not ours.</summary>
    Task<RunId?> FindByTaskAsync(string taskId, CancellationToken cancellationToken);
}
