using System.Text;
using System.Text.Json;
using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Ledger.Oss;

/// <summary>The part that both OSS ledgers share: markers and pointers, which are plain objects.</summary>
internal abstract class OssRunLedger(IOssClient oss, Retry retry, TimeProvider clock) : IRunLedger
{
    private readonly MarkerListing _markers = new(oss, retry, clock, Marker.Unfinished);

    protected IOssClient Oss { get; } = oss;

    protected Retry Retry { get; } = retry;

    protected TimeProvider Clock { get; } = clock;

    public abstract Task<RunHistory> ReadAsync(RunId run, CancellationToken cancellationToken);

    public async Task<ClaimRecord?> ReadFirstClaimAsync(RunId run, CancellationToken cancellationToken) =>
        await Retry.ExecuteAsync(token => Oss.GetAsync(FirstRecordKey(run), token), cancellationToken) is { } body ? ReadFirst(body) : null;

    public abstract Task<Append> TryAppendAsync(RunHistory history, RunRecord record, CancellationToken cancellationToken);

    public abstract Task<IReadOnlyCollection<RunId>> ListRunsForKeyAsync(RunId run, DateTimeOffset since, CancellationToken cancellationToken);

    public Task PutMarkerAsync(Marker marker, ClaimRecord claim, CancellationToken cancellationToken) =>
        PutAsync(marker.Key, JsonSerializer.SerializeToUtf8Bytes(claim, LedgerJson.Default.RunRecord), cancellationToken);

    public async Task<ClaimRecord?> ReadMarkerAsync(Marker marker, CancellationToken cancellationToken)
    {
        var body = await Retry.ExecuteAsync(token => Oss.GetAsync(marker.Key, token), cancellationToken);
        return body is null ? null : RunRecordFormat.Read(body) as ClaimRecord;
    }

    public Task DeleteMarkerAsync(Marker marker, CancellationToken cancellationToken) =>
        Retry.ExecuteAsync(token => Oss.DeleteAsync(marker.Key, token), cancellationToken);

    public Task PutPointerAsync(string taskId, RunId run, CancellationToken cancellationToken) =>
        PutAsync(LedgerKeys.Pointer(taskId), Encoding.ASCII.GetBytes(run.Value), cancellationToken);

    public async Task<RunId?> FindByTaskAsync(string taskId, CancellationToken cancellationToken)
    {
        var body = await Retry.ExecuteAsync(token => Oss.GetAsync(LedgerKeys.Pointer(taskId), token), cancellationToken);
        return body is not null && RunId.TryParse(Encoding.ASCII.GetString(body), out var run) ? run : null;
    }

    public Task KeepUnreadableAsync(string name, ReadOnlyMemory<byte> document, CancellationToken cancellationToken) =>
        PutAsync(LedgerKeys.Unreadable(name, Clock.GetUtcNow()), document, cancellationToken);

    public IAsyncEnumerable<Marker> ListMarkersAsync(TimeSpan minAge, int firstShard, CancellationToken cancellationToken) =>
        _markers.ListAsync(minAge, firstShard, cancellationToken).Select(listed => listed.Marker);

    /// <summary>The object that the first claim of a run creates.</summary>
    protected abstract string FirstRecordKey(RunId run);

    /// <summary>The claim at the beginning of that object.</summary>
    protected abstract ClaimRecord? ReadFirst(byte[] body);

    /// <summary>Lists the runs below a prefix. The prefix stands for the key hash; the rest of each key begins with the upload hash.</summary>
    protected async Task<IReadOnlyCollection<RunId>> ListRunsUnderAsync(string prefix, RunId any, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var runs = new HashSet<RunId>();

        await foreach (var entry in Oss.ListAllAsync(Retry, prefix, cancellationToken))
        {
            if (entry.LastModified >= since && RunId.TryParse($"{any.KeyHash}{entry.Key[prefix.Length..].Split('/', '.')[0]}", out var run))
            {
                runs.Add(run);
            }
        }

        return runs;
    }

    private Task PutAsync(string key, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        Retry.ExecuteAsync(token => Oss.PutAsync(key, body, token), cancellationToken);
}
