using System.Text.Json;
using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Ledger;

namespace FcWorkflowTrigger.Telemetry.Export;

/// <summary>Keeps the one cursor of a ledger. Two sweeps at once may export an end twice; neither can skip one.</summary>
internal sealed class ExportCursors(IOssClient oss, Retry retry)
{
    /// <returns>Null before the first export; also for an object that is no cursor, which is written anew.</returns>
    public async Task<ExportCursor?> ReadAsync(CancellationToken cancellationToken)
    {
        var body = await retry.ExecuteAsync(token => oss.GetAsync(LedgerKeys.ExportCursor, token), cancellationToken);

        try
        {
            return body is null ? null : JsonSerializer.Deserialize(body, ExportJson.Default.ExportCursor);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public Task WriteAsync(ExportCursor cursor, CancellationToken cancellationToken) => retry.ExecuteAsync(
        token => oss.PutAsync(LedgerKeys.ExportCursor, JsonSerializer.SerializeToUtf8Bytes(cursor, ExportJson.Default.ExportCursor), token), cancellationToken);
}
