using FcWorkflowTrigger.Cloud.Oss;

namespace FcWorkflowTrigger.Simulation.Mutations;

/// <summary>An object reader that does not tell the version, so tags are put on whatever has the key.</summary>
internal sealed class VersionUnseen(IObjectReader inner) : MutatedObjectReader(inner)
{
    public override async Task<OssHead?> HeadAsync(string bucket, string key, CancellationToken cancellationToken) =>
        await base.HeadAsync(bucket, key, cancellationToken) is { } head ? head with { VersionId = null } : null;
}
