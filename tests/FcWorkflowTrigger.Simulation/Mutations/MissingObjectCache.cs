using FcWorkflowTrigger.Cloud.Oss;

namespace FcWorkflowTrigger.Simulation.Mutations;

/// <summary>An object reader that remembers which objects did not exist.</summary>
internal sealed class MissingObjectCache(IObjectReader inner) : MutatedObjectReader(inner)
{
    private readonly HashSet<string> _missing = [];

    public override async Task<OssObject?> GetAsync(string bucket, string key, int maxBytes, CancellationToken cancellationToken)
    {
        if (_missing.Contains(key))
        {
            return null;
        }

        var found = await base.GetAsync(bucket, key, maxBytes, cancellationToken);

        if (found is null)
        {
            _missing.Add(key);
        }

        return found;
    }
}
