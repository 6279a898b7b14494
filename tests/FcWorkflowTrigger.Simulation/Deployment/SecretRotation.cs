using System.Text;
using FcWorkflowTrigger.Runs;

namespace FcWorkflowTrigger.Simulation.Deployment;

/// <summary>Replaces a callback secret as docs/operations.md describes: every process knows the new secret before it signs, and the old one stays until the longest task has ended.</summary>
internal static class SecretRotation
{
    private static readonly CallbackCapability Old = new([Secret("old")]);
    private static readonly CallbackCapability Known = new([Secret("old"), Secret("new")]);
    private static readonly CallbackCapability Signing = new([Secret("new"), Secret("old")]);
    private static readonly CallbackCapability Only = new([Secret("new")]);

    /// <summary>The secrets of a process that starts at this time. A process keeps the secrets that it started with.</summary>
    public static CallbackCapability At(TimeSpan elapsed, bool rotates) => !rotates ? Old
        : elapsed < TimeSpan.FromMinutes(2) ? Old
        : elapsed < TimeSpan.FromMinutes(4) ? Known
        : elapsed < TimeSpan.FromDays(2) ? Signing
        : Only;

    private static byte[] Secret(string name) => Encoding.ASCII.GetBytes($"a secret of thirty-two bytes, {name}");
}
