using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Runs;

/// <summary>The latest runs that this process knows to be started, so that another delivery of their events costs no request.</summary>
/// <remarks>
/// A recorded start is never removed, and its marker was put before it, so a delivery has nothing left to do for the run, in any later state.
/// Another process does not know this and takes two steps: a lost claim only shows that the run is claimed, so the process then reads the run.
/// </remarks>
internal sealed class RecentStarts
{
    /// <summary>About 150 KB. Function Compute and OSS repeat an event within minutes.</summary>
    public const int Capacity = 1024;

    private readonly HashSet<RunId> _runs = [];
    private readonly RunId[] _insertionOrder = new RunId[Capacity];
    private readonly Lock _gate = new();
    private int _oldest;

    /// <param name="run">A run whose start is in the ledger.</param>
    public void Add(RunId run)
    {
        lock (_gate)
        {
            if (_runs.Add(run))
            {
                _runs.Remove(_insertionOrder[_oldest]);
                _insertionOrder[_oldest] = run;
                _oldest = (_oldest + 1) % Capacity;
            }
        }
    }

    public bool Contains(RunId run)
    {
        lock (_gate)
        {
            return _runs.Contains(run);
        }
    }
}
