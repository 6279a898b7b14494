namespace FcWorkflowTrigger.Ledger;

/// <summary>What the newest sweep came to. It lies under <see cref="LedgerKeys.LastSweep"/>, so that a person reads it with one request; each sweep overwrites it.</summary>
/// <param name="At">When the sweep ended, by the cloud's clock.</param>
/// <param name="Version">The version of the binary that swept: <c>0.1.0</c>.</param>
/// <param name="Seen">How many unfinished runs it visited. The five numbers that follow add up to it.</param>
/// <param name="IsComplete">False when the sweep ended before it had visited every run that was due.</param>
/// <param name="By">The request id of the invocation.</param>
internal sealed record LastSweep(
    DateTimeOffset At, string Version, int Seen, int Finished, int Recovered, int Parked, int Open, int Errors, bool IsComplete, string By)
{
    /// <summary>The version of this program, as its sweeps record it.</summary>
    public static string ThisVersion { get; } = typeof(LastSweep).Assembly.GetName().Version?.ToString(3) ?? "";
}
