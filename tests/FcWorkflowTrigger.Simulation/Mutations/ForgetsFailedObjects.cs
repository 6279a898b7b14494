using System.Text.Json;
using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Cloud.Oss.Replies;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Reconcile.CatchingUp;

namespace FcWorkflowTrigger.Simulation.Mutations;

/// <summary>OSS client of a process whose cursors of missed events name no object that has failed.</summary>
internal sealed class ForgetsFailedObjects(IOssClient inner) : IOssClient
{
    public Task PutAsync(string key, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        inner.PutAsync(key, key.StartsWith(LedgerKeys.CatchUpRoot, StringComparison.Ordinal) ? Forget(body) : body, cancellationToken);

    public Task<OssPut> AppendAsync(string key, long position, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) => inner.AppendAsync(key, position, body, cancellationToken);

    public Task<byte[]?> GetAsync(string key, CancellationToken cancellationToken) => inner.GetAsync(key, cancellationToken);

    public Task<OssPut> PutIfAbsentAsync(string key, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        inner.PutIfAbsentAsync(key, body, cancellationToken);

    public Task DeleteAsync(string key, CancellationToken cancellationToken) => inner.DeleteAsync(key, cancellationToken);

    public Task<OssPage> ListAsync(string prefix, string? startAfter, CancellationToken cancellationToken) => inner.ListAsync(prefix, startAfter, cancellationToken);

    public Task<string?> GetVersioningAsync(CancellationToken cancellationToken) => inner.GetVersioningAsync(cancellationToken);

    private static byte[] Forget(ReadOnlyMemory<byte> body) => JsonSerializer.SerializeToUtf8Bytes(
        JsonSerializer.Deserialize(body.Span, CatchUpJson.Default.CatchUpCursor)! with { Failed = [] }, CatchUpJson.Default.CatchUpCursor);
}
