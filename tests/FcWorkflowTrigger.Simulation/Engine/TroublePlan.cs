namespace FcWorkflowTrigger.Simulation.Engine;

/// <summary>How much may go wrong in one schedule.</summary>
/// <param name="TroubleChance">Of one call, 0 to 1.</param>
/// <param name="StartTroubleChance">Of one StartWorkflow, the call everything turns on.</param>
/// <param name="Crashes">At most so many processes die; fewer than Function Compute makes attempts, or no protocol could help.</param>
internal sealed record TroublePlan(
    double TroubleChance = 0,
    double StartTroubleChance = 0,
    int Crashes = 0,
    double CrashChance = 0,
    int Pauses = 0,
    double PauseChance = 0)
{
    /// <summary>Nothing goes wrong.</summary>
    public static TroublePlan Calm { get; } = new();

    /// <summary>Whether starts may be doubled on the way: only where the gateway remembers nonces (A4) is one start still one task.</summary>
    public bool DoublesStarts { get; init; }

    public TimeSpan LongestBurst { get; init; } = TimeSpan.FromSeconds(10);
}
