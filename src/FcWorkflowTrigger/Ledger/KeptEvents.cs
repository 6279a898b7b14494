using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Cloud.Oss.Replies;
using FcWorkflowTrigger.Cloud.Resilience;

namespace FcWorkflowTrigger.Ledger;

/// <summary>The events that no run could be made of, as an operator finds them.</summary>
internal sealed class KeptEvents(IOssClient oss, Retry retry)
{
    /// <summary>Lists every kept event with the time it was kept, oldest day first.</summary>
    public IAsyncEnumerable<OssEntry> ListAsync(CancellationToken cancellationToken) => oss.ListAllAsync(retry, LedgerKeys.UnreadableRoot, cancellationToken);

    /// <returns>The bytes as they were kept; null when nothing is kept under this key.</returns>
    public Task<byte[]?> ReadAsync(string key, CancellationToken cancellationToken) => retry.ExecuteAsync(token => oss.GetAsync(key, token), cancellationToken);

    /// <summary>Idempotent.</summary>
    public Task DeleteAsync(string key, CancellationToken cancellationToken) => retry.ExecuteAsync(token => oss.DeleteAsync(key, token), cancellationToken);
}
