using System.Globalization;

namespace FcWorkflowTrigger.Benchmarks.Soak;

/// <summary>A process of the function that is gone. A soak ends none, and the local cloud only one that overstays its function's timeout.</summary>
/// <param name="LastSeen">Since the load began; null when it was gone before the first look.</param>
/// <param name="LastLines">Of its role's log, when the end was noticed.</param>
internal sealed record EndedProcess(string Role, int ProcessId, TimeSpan? LastSeen, IReadOnlyList<string> LastLines)
{
    /// <summary>For whoever has to find out why.</summary>
    public string Problem => string.Create(
        CultureInfo.InvariantCulture,
        $@"PROCESS-ENDED: {Role} (process {ProcessId}), last seen at {LastSeen ?? TimeSpan.Zero:hh\:mm\:ss}, ended by itself or did not answer in time. Its role's log ends: {string.Join(" | ", LastLines)}");
}
