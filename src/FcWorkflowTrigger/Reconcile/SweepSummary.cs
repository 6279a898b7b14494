namespace FcWorkflowTrigger.Reconcile;

/// <summary>What one sweep met. Visits under way at once count into it.</summary>
internal sealed class SweepSummary
{
    private readonly int[] _visits = new int[Enum.GetValues<VisitOutcome>().Length];

    public int Seen => _visits.Sum();

    public int Finished => _visits[(int)VisitOutcome.Finished];

    public int Recovered => _visits[(int)VisitOutcome.Recovered];

    public int Parked => _visits[(int)VisitOutcome.Parked];

    public int Open => _visits[(int)VisitOutcome.Open];

    public int Errors => _visits[(int)VisitOutcome.Error];

    public void Count(VisitOutcome outcome) => Interlocked.Increment(ref _visits[(int)outcome]);
}
