using FcWorkflowTrigger.Cloud.Oss;

namespace FcWorkflowTrigger.Simulation.Mutations;

/// <summary>An object reader that takes every object for the one that was seen first under the key: other bytes are not noticed.</summary>
/// <param name="seen">Shared by all processes.</param>
internal sealed class ETagCache(IObjectReader inner, Dictionary<string, string> seen) : MutatedObjectReader(inner)
{
    public override async Task<OssHead?> HeadAsync(string bucket, string key, CancellationToken cancellationToken)
    {
        if (await base.HeadAsync(bucket, key, cancellationToken) is not { } head)
        {
            return null;
        }

        seen.TryAdd(key, head.ETag);
        return head with { ETag = seen[key] };
    }
}
