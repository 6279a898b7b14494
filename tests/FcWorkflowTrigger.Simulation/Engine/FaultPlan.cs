namespace FcWorkflowTrigger.Simulation.Engine;

/// <summary>How many faults one schedule can have.</summary>
/// <param name="FaultChance">The chance of a fault for one call, from 0 to 1.</param>
/// <param name="StartFaultChance">The chance of a fault for one StartWorkflow, the most important call.</param>
/// <param name="Crashes">The largest number of processes that die. It must be smaller than the number of attempts of Function Compute, or no protocol can finish the run.</param>
internal sealed record FaultPlan(
    double FaultChance = 0,
    double StartFaultChance = 0,
    int Crashes = 0,
    double CrashChance = 0,
    int Pauses = 0,
    double PauseChance = 0)
{
    /// <summary>No faults.</summary>
    public static FaultPlan Calm { get; } = new();

    /// <summary>Whether the network can send a start twice. One start is then still one task only if the gateway remembers nonces (A4).</summary>
    public bool DoublesStarts { get; init; }

    /// <summary>The chance of a pause in one ListWorkflowTasks, the call that proves that nothing was started.</summary>
    public double LookPauseChance { get; init; }

    /// <summary>How long a late request travels. Requests within the gateway's window are accepted.</summary>
    public IReadOnlyList<TimeSpan> Delays { get; init; } =
        [TimeSpan.FromSeconds(8), TimeSpan.FromMinutes(3), TimeSpan.FromMinutes(14), TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(40), TimeSpan.FromHours(2)];

    /// <summary>How long a pause lasts. Function Compute ends a process whose invocation takes longer than 120 s.</summary>
    public IReadOnlyList<TimeSpan> PauseLengths { get; init; } =
        [TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(100), TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(16), TimeSpan.FromMinutes(50)];

    public TimeSpan LongestBurst { get; init; } = TimeSpan.FromSeconds(10);
}
