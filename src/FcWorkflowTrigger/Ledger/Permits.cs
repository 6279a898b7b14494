using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Cloud.Resilience;

namespace FcWorkflowTrigger.Ledger;

/// <summary>Keeps permits: empty objects, so that whoever lists them after putting his own sees everybody who did so before.</summary>
internal sealed class Permits(IOssClient oss, Retry retry)
{
    public Task PutAsync(IEnumerable<string> keys, CancellationToken cancellationToken) => Task.WhenAll(
        keys.Select(key => retry.ExecuteAsync(token => oss.PutAsync(key, ReadOnlyMemory<byte>.Empty, token), cancellationToken)));

    public Task DeleteAsync(IEnumerable<string> keys, CancellationToken cancellationToken) => Task.WhenAll(
        keys.Select(key => retry.ExecuteAsync(token => oss.DeleteAsync(key, token), cancellationToken)));

    public Task<IReadOnlyList<Permit>> ListAsync(string prefix, CancellationToken cancellationToken) => ListAsync(prefix, "", cancellationToken);

    /// <param name="name">What follows the prefix in the key begins with it.</param>
    public async Task<IReadOnlyList<Permit>> ListAsync(string prefix, string name, CancellationToken cancellationToken)
    {
        var held = new List<Permit>();

        await foreach (var entry in oss.ListAllAsync(retry, prefix + name, cancellationToken))
        {
            if (Permit.TryParse(entry, prefix, out var permit))
            {
                held.Add(permit);
            }
        }

        return held;
    }
}
