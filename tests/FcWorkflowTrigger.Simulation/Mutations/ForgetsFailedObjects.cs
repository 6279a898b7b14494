using System.Text.Json;
using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Reconcile.CatchingUp;

namespace FcWorkflowTrigger.Simulation.Mutations;

/// <summary>OSS client of a process whose cursors of missed events name no object that has failed.</summary>
internal sealed class ForgetsFailedObjects(IOssClient inner) : MutatedOssClient(inner)
{
    public override Task PutAsync(string key, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        base.PutAsync(key, key.StartsWith(LedgerKeys.CatchUpRoot, StringComparison.Ordinal) ? Forget(body) : body, cancellationToken);

    private static byte[] Forget(ReadOnlyMemory<byte> body) => JsonSerializer.SerializeToUtf8Bytes(
        JsonSerializer.Deserialize(body.Span, CatchUpJson.Default.CatchUpCursor)! with { Failed = [] }, CatchUpJson.Default.CatchUpCursor);
}
