using FcWorkflowTrigger.Emulator.Ims.Signing;

namespace FcWorkflowTrigger.Emulator.Ims;

/// <summary>How long the emulated IMS takes, by the emulator's clock.</summary>
/// <param name="Preparing">From registration until the asset is <c>Normal</c>.</param>
/// <param name="Processing">From then until the task has ended.</param>
/// <param name="ListLag">From acceptance until ListWorkflowTasks shows the task.</param>
internal sealed record ImsTimings(TimeSpan Preparing, TimeSpan Processing, TimeSpan ListLag)
{
    /// <summary>How far the date of a version 3 signature may be off. Alibaba Cloud's documents say 15 minutes.</summary>
    public TimeSpan SignatureWindow { get; init; } = AcsV3Check.MaxSkew;

    public static ImsTimings Default { get; } = new(TimeSpan.FromSeconds(2.5), TimeSpan.FromSeconds(3), TimeSpan.Zero);
}
