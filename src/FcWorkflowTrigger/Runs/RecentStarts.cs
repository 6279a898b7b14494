using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Runs;

/// <summary>The latest runs this process knows to be started, so that one more delivery of their events asks nobody.</summary>
/// <remarks>
/// A recorded start never goes away, and its marker was put before it: whatever has become of the run since, a delivery has nothing left to
/// do for it. Another process knows nothing of this and takes two steps: a claim it loses says that the run is taken, and not by what.
/// </remarks>
internal sealed class RecentStarts
{
    /// <summary>About 150 KB. Function Compute and OSS repeat an event within minutes.</summary>
    public const int Most = 1024;

    private readonly HashSet<RunId> _known = [];
    private readonly RunId[] _inOrder = new RunId[Most];
    private readonly Lock _gate = new();
    private int _oldest;

    /// <param name="run">One whose start is in the ledger.</param>
    public void Remember(RunId run)
    {
        lock (_gate)
        {
            if (_known.Add(run))
            {
                _known.Remove(_inOrder[_oldest]);
                _inOrder[_oldest] = run;
                _oldest = (_oldest + 1) % Most;
            }
        }
    }

    public bool Contains(RunId run)
    {
        lock (_gate)
        {
            return _known.Contains(run);
        }
    }
}
