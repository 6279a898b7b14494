using System.Runtime.CompilerServices;
using System.Text;
using FcWorkflowTrigger.Services.Ledger.Records;
using FcWorkflowTrigger.Services.Oss;

namespace FcWorkflowTrigger.Services.Ledger;

/// <summary>What both OSS ledgers share: markers and pointers, which are plain objects.</summary>
internal abstract class OssRunLedger(IOssClient oss, Retry retry, TimeProvider clock) : IRunLedger
{
    protected IOssClient Oss { get; } = oss;

    protected Retry Retry { get; } = retry;

    public abstract Task<RunLog> ReadAsync(RunId run, CancellationToken cancellationToken);

    public abstract Task<Append> TryAppendAsync(RunLog log, RunRecord record, CancellationToken cancellationToken);

    public Task PutMarkerAsync(Marker marker, CancellationToken cancellationToken) => PutAsync(marker.Key, marker.Run, cancellationToken);

    public Task DeleteMarkerAsync(Marker marker, CancellationToken cancellationToken) =>
        Retry.ExecuteAsync(
            async token =>
            {
                await Oss.DeleteAsync(marker.Key, token);
                return true;
            },
            cancellationToken);

    public Task PutPointerAsync(string taskId, RunId run, CancellationToken cancellationToken) =>
        PutAsync(LedgerKeys.Pointer(taskId), run, cancellationToken);

    public async Task<RunId?> FindByTaskAsync(string taskId, CancellationToken cancellationToken)
    {
        var body = await Retry.ExecuteAsync(token => Oss.GetAsync(LedgerKeys.Pointer(taskId), token), cancellationToken);
        return body is not null && RunId.TryParse(Encoding.ASCII.GetString(body), out var run) ? run : null;
    }

    public async IAsyncEnumerable<Marker> ListMarkersAsync(TimeSpan quiet, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var shard in Marker.Shards)
        {
            await foreach (var entry in ListShardAsync(shard, cancellationToken))
            {
                if (!Marker.TryParse(entry.Key, out var marker))
                {
                    continue;
                }

                // Asked anew: the first reply of a process is what tells it the cloud's time.
                var before = clock.GetUtcNow() - quiet;

                // Keys sort by hour, so the first marker of a later hour ends the shard.
                if (marker.Hour > before)
                {
                    break;
                }

                if (entry.LastModified <= before)
                {
                    yield return marker;
                }
            }
        }
    }

    private async IAsyncEnumerable<OssEntry> ListShardAsync(string shard, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? after = null;

        do
        {
            var start = after;
            var page = await Retry.ExecuteAsync(token => Oss.ListAsync(shard, start, token), cancellationToken);

            foreach (var entry in page.Entries)
            {
                yield return entry;
            }

            after = page.IsTruncated ? page.Entries[^1].Key : null;
        }
        while (after is not null);
    }

    private Task<bool> PutAsync(string key, RunId run, CancellationToken cancellationToken) =>
        Retry.ExecuteAsync(
            async token =>
            {
                await Oss.PutAsync(key, Encoding.ASCII.GetBytes(run.Value), token);
                return true;
            },
            cancellationToken);
}
