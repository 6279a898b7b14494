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

    public TimeSpan LongestBurst { get; init; } = TimeSpan.FromSeconds(10);
}
