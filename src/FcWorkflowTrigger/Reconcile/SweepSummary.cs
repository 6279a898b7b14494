namespace FcWorkflowTrigger.Reconcile;

/// <summary>What one sweep met. Visits under way at once count into it.</summary>
internal sealed class SweepSummary
{
    private readonly int[] _visits = new int[Enum.GetValues<ReconcileOutcome>().Length];

    public int Seen => _visits.Sum();

    public int Finished => _visits[(int)ReconcileOutcome.Finished];

    public int Recovered => _visits[(int)ReconcileOutcome.Recovered];

    public int Parked => _visits[(int)ReconcileOutcome.Parked];

    public int Open => _visits[(int)ReconcileOutcome.Open];

    public int Errors => _visits[(int)ReconcileOutcome.Error];

    public void Count(ReconcileOutcome outcome) => Interlocked.Increment(ref _visits[(int)outcome]);
}
