namespace FcWorkflowTrigger.Operations.Connecting;

/// <summary>Which cloud the user has asked for.</summary>
/// <param name="Local">The local cloud, with its own ports and keys.</param>
/// <param name="PortBase">The first of the local cloud's ports.</param>
/// <param name="Profile">A profile of the Alibaba Cloud CLI; null takes the environment, else the current profile.</param>
internal sealed record ConnectionRequest(bool Local = false, int PortBase = ConnectionRequest.DefaultPortBase, string? Profile = null)
{
    /// <summary>As of the local cloud's <c>up</c> (docs/local-cloud.md).</summary>
    public const int DefaultPortBase = 9580;
}
