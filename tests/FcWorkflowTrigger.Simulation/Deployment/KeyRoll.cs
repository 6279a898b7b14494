using System.Text;
using FcWorkflowTrigger.Runs;

namespace FcWorkflowTrigger.Simulation.Deployment;

/// <summary>A callback secret replaced as docs/operations.md says: known everywhere before it signs, and kept until the longest task has ended.</summary>
internal static class KeyRoll
{
    private static readonly CallbackCapability Old = new([Secret("old")]);
    private static readonly CallbackCapability Known = new([Secret("old"), Secret("new")]);
    private static readonly CallbackCapability Signing = new([Secret("new"), Secret("old")]);
    private static readonly CallbackCapability Only = new([Secret("new")]);

    /// <summary>What a process knows that starts so long after the first; processes live on with what they started with.</summary>
    public static CallbackCapability At(TimeSpan elapsed, bool rolls) => !rolls ? Old
        : elapsed < TimeSpan.FromMinutes(2) ? Old
        : elapsed < TimeSpan.FromMinutes(4) ? Known
        : elapsed < TimeSpan.FromDays(2) ? Signing
        : Only;

    private static byte[] Secret(string name) => Encoding.ASCII.GetBytes($"a secret of thirty-two bytes, {name}");
}
