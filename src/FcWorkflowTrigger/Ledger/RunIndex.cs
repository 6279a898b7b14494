using System.Runtime.CompilerServices;
using System.Text.Json;
using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Cloud.Oss.Replies;
using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Ledger.Records;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Ledger;

/// <summary>Which runs ended when, which are parked or wait for a sidecar, and what the last sweep came to, beside the ledger: a person sees it without a read of every run.</summary>
internal sealed class RunIndex(IOssClient oss, Retry retry)
{
    /// <summary>Enters the end of a run. Idempotent; does nothing for a run that has not ended.</summary>
    public Task PutEndAsync(RunHistory history, CancellationToken cancellationToken) =>
        EndEntry.From(history) is { } entry ? PutAsync(entry.Key, ReadOnlyMemory<byte>.Empty, cancellationToken) : Task.CompletedTask;

    /// <summary>Lists the ends of all hours from the hour of <paramref name="from"/> to the hour of <paramref name="to"/>, in no order of time.</summary>
    /// <remarks>Sixteen requests, and one more for each 1,000 ends of these hours. What ended earlier costs nothing.</remarks>
    public async IAsyncEnumerable<EndEntry> ListEndsAsync(
        DateTimeOffset from, DateTimeOffset to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var shard in Marker.Shards)
        {
            await foreach (var (entry, _) in ListEndsAsync(shard, from, cancellationToken))
            {
                if (entry.Hour > to)
                {
                    break;
                }

                yield return entry;
            }
        }
    }

    /// <summary>Lists the ends of one shard, of all hours from the hour of <paramref name="from"/>, with the times at which they were entered.</summary>
    /// <param name="shard">One of <see cref="Marker.Shards"/>.</param>
    /// <remarks>An end may be entered long after its hour: a process died, and a sweep made up for it.</remarks>
    public async IAsyncEnumerable<ListedEnd> ListEndsAsync(char shard, DateTimeOffset from, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var listed in ListFromAsync(EndEntry.ShardPrefix(shard), EndEntry.HourPrefix(shard, from), cancellationToken))
        {
            if (EndEntry.TryParse(listed.Key, out var entry))
            {
                yield return new(entry, listed.LastModified);
            }
        }
    }

    /// <summary>Marks a run as parked. Idempotent.</summary>
    public Task PutParkedAsync(RunId run, ParkRecord park, CancellationToken cancellationToken) =>
        PutAsync(LedgerKeys.Parked(run), JsonSerializer.SerializeToUtf8Bytes(ParkedRun.From(park), LedgerJson.Default.ParkedRun), cancellationToken);

    /// <summary>Takes the mark away. Idempotent.</summary>
    public Task DeleteParkedAsync(RunId run, CancellationToken cancellationToken) =>
        retry.ExecuteAsync(token => oss.DeleteAsync(LedgerKeys.Parked(run), token), cancellationToken);

    /// <summary>Marks a run as waiting for its sidecar. Idempotent.</summary>
    public Task PutWaitingAsync(RunId run, CancellationToken cancellationToken) =>
        PutAsync(new RunMark(run, IsWaiting: true).Key, ReadOnlyMemory<byte>.Empty, cancellationToken);

    /// <summary>Takes that mark away. Idempotent.</summary>
    public Task DeleteWaitingAsync(RunId run, CancellationToken cancellationToken) =>
        retry.ExecuteAsync(token => oss.DeleteAsync(new RunMark(run, IsWaiting: true).Key, token), cancellationToken);

    /// <summary>Lists the runs that are marked as parked or as waiting; one request for each 1,000 marks.</summary>
    public async IAsyncEnumerable<ListedMark> ListMarksAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var entry in oss.ListAllAsync(retry, LedgerKeys.MarksRoot, cancellationToken))
        {
            if (RunMark.TryParse(entry.Key, out var mark))
            {
                yield return new(mark, entry.LastModified);
            }
        }
    }

    /// <returns>Null when the run is not marked as parked.</returns>
    public async Task<ParkedRun?> ReadParkedAsync(RunId run, CancellationToken cancellationToken) =>
        await retry.ExecuteAsync(token => oss.GetAsync(LedgerKeys.Parked(run), token), cancellationToken) is { } body
            ? JsonSerializer.Deserialize(body, LedgerJson.Default.ParkedRun)
            : null;

    /// <summary>Overwrites what the sweep before has left.</summary>
    public Task PutSweepAsync(LastSweep sweep, CancellationToken cancellationToken) =>
        PutAsync(LedgerKeys.LastSweep, JsonSerializer.SerializeToUtf8Bytes(sweep, LedgerJson.Default.LastSweep), cancellationToken);

    /// <returns>Null when no sweep of a version that records it has ended yet.</returns>
    public async Task<LastSweep?> ReadSweepAsync(CancellationToken cancellationToken) =>
        await retry.ExecuteAsync(token => oss.GetAsync(LedgerKeys.LastSweep, token), cancellationToken) is { } body
            ? JsonSerializer.Deserialize(body, LedgerJson.Default.LastSweep)
            : null;

    // The prefix of the first hour sorts directly before its first key.
    private async IAsyncEnumerable<OssEntry> ListFromAsync(string prefix, string first, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var after = first; after is not null;)
        {
            var start = after;
            var page = await retry.ExecuteAsync(token => oss.ListAsync(prefix, start, token), cancellationToken);

            foreach (var entry in page.Entries)
            {
                yield return entry;
            }

            after = page.IsTruncated ? page.Entries[^1].Key : null;
        }
    }

    private Task PutAsync(string key, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        retry.ExecuteAsync(token => oss.PutAsync(key, body, token), cancellationToken);
}

/// <summary>An end of a run, and when it was entered, by OSS's clock.</summary>
internal readonly record struct ListedEnd(EndEntry End, DateTimeOffset PutAt);
