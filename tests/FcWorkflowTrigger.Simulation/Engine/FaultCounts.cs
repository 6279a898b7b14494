namespace FcWorkflowTrigger.Simulation.Engine;

/// <summary>What can occur in a schedule, in addition to the faults of single calls.</summary>
internal enum Situation
{
    Crash,
    Pause,
    Reclaimed,
    CutOff,
    DuplicateEvent,
    WrappedEvent,
    KnownEvent,
    ClaimedAlready,
    LateEvent,
    GivenUpEvent,
    OverlappingSweep,
    LostCallback,
    DuplicateCallback,
    ForgedCallback,
    EarlyCallback,
    OperatorDecision,
    ExpiredKeys,
    FailedAsset,
    ExpiredStart,
    LostTask,
    OverdueStart,
    OverwrittenObject,
    SidecarFirst,
    SidecarLater,
    SidecarNever,
    OverBudget,
    IdenticalUpload,
    HiddenTask,
    StartLeftToPerson,
    Redrive,
    RedrivenRun,
    OverdueTask,
    ReplacedAsset,
    ExpiredRecord,
    ExpiredOther,
    Backfill,
    BackfilledObject,
    EventAfterBackfill,
    BackfillAfterEvent,
    RefusedExport,
    Resend,
    MarkedObject,
    ReplacedBeforeMark,
    Superseded,
    ReplacedBeforeStart,
    DeletedObject,
    CaughtUpObject,
    RefusedLook,
}

/// <summary>Counts the faults and situations of schedules, as proof that they occurred.</summary>
internal sealed class FaultCounts
{
    private static readonly string[] Names = [.. Enum.GetNames<Fault>(), .. Enum.GetNames<Situation>()];
    private static readonly int FaultKinds = Enum.GetValues<Fault>().Length;
    private readonly long[] _counts = new long[Names.Length];

    public void Increment(Fault fault) => _counts[(int)fault]++;

    public void Increment(Situation situation) => _counts[FaultKinds + (int)situation]++;

    public void Add(FaultCounts other)
    {
        for (var index = 0; index < _counts.Length; index++)
        {
            _counts[index] += other._counts[index];
        }
    }

    /// <summary>All names with their counts. Calls without a fault come first.</summary>
    public IEnumerable<(string Name, long Count)> ByName => Names.Zip(_counts);
}
