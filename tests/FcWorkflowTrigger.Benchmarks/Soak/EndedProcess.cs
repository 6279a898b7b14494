using System.Globalization;

namespace FcWorkflowTrigger.Benchmarks.Soak;

/// <summary>A process of the function that has ended. The soak ends no process, and the local cloud ends a process only at the timeout of its function.</summary>
/// <param name="LastSeen">The time since the load began; null if the process ended before the first sample.</param>
/// <param name="LastLines">The last lines in the log of its role when the end was noticed.</param>
internal sealed record EndedProcess(string Role, int ProcessId, TimeSpan? LastSeen, IReadOnlyList<string> LastLines)
{
    /// <summary>The sentence for the report.</summary>
    public string Problem => string.Create(
        CultureInfo.InvariantCulture,
        $@"PROCESS-ENDED: {Role} (process {ProcessId}), last seen at {LastSeen ?? TimeSpan.Zero:hh\:mm\:ss}, ended by itself or did not answer in time. Its role's log ends: {string.Join(" | ", LastLines)}");
}
