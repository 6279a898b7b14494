namespace FcWorkflowTrigger.Simulation.Engine;

/// <summary>What a schedule can meet besides the troubles of single calls.</summary>
internal enum Met
{
    Crash,
    Pause,
    Reclaimed,
    CutOff,
    DuplicateEvent,
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
}

/// <summary>Counts what was met, so that nobody has to believe that it was.</summary>
internal sealed class Tally
{
    private static readonly string[] Names = [.. Enum.GetNames<Trouble>(), .. Enum.GetNames<Met>()];
    private static readonly int Troubles = Enum.GetValues<Trouble>().Length;
    private readonly long[] _counts = new long[Names.Length];

    public void Count(Trouble trouble) => _counts[(int)trouble]++;

    public void Count(Met met) => _counts[Troubles + (int)met]++;

    public void Add(Tally other)
    {
        for (var index = 0; index < _counts.Length; index++)
        {
            _counts[index] += other._counts[index];
        }
    }

    /// <summary>All names with their counts; calls without trouble first.</summary>
    public IEnumerable<(string Name, long Count)> Counts => Names.Zip(_counts);
}
