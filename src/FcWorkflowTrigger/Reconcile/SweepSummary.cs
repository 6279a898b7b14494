using FcWorkflowTrigger.Ledger;

namespace FcWorkflowTrigger.Reconcile;

/// <summary>Counts the results of one sweep. It is thread-safe, because runs are reconciled in parallel.</summary>
internal sealed class SweepSummary
{
    private readonly int[] _counts = new int[Enum.GetValues<ReconcileOutcome>().Length];

    public int Seen => _counts.Sum();

    public int Finished => _counts[(int)ReconcileOutcome.Finished];

    public int Recovered => _counts[(int)ReconcileOutcome.Recovered];

    public int Parked => _counts[(int)ReconcileOutcome.Parked];

    /// <summary>Also those that wait for a sidecar, and those that are overdue.</summary>
    public int Open => _counts[(int)ReconcileOutcome.Open] + Waiting + Overdue;

    /// <summary>A run that is overdue is visited once an hour, so most sweeps see only some of them.</summary>
    public int Overdue => _counts[(int)ReconcileOutcome.Overdue];

    public int Waiting => _counts[(int)ReconcileOutcome.Waiting];

    public int Errors => _counts[(int)ReconcileOutcome.Error];

    /// <param name="at">When the sweep ended.</param>
    public LastSweep ToRecord(DateTimeOffset at, bool isComplete, string requestId) =>
        new(at, LastSweep.ThisVersion, Seen, Finished, Recovered, Parked, Open, Errors, isComplete, requestId);

    public void Count(ReconcileOutcome outcome) => Interlocked.Increment(ref _counts[(int)outcome]);
}
