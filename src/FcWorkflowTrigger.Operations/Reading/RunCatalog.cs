using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Cloud.Oss.Replies;
using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Ledger;

namespace FcWorkflowTrigger.Operations.Reading;

/// <summary>Lists the runs of the ledger by its listings alone: a request for each 1,000 open, parked and recently ended runs, and one for each of the 16 shards.</summary>
internal sealed class RunCatalog(IOssClient oss, Retry retry)
{
    /// <param name="since">Runs that ended earlier are left out. Runs that have not ended are always listed.</param>
    /// <param name="states">Listings that none of these needs are not read; null for all.</param>
    /// <returns>Each run once, the newest first.</returns>
    public async Task<IReadOnlyList<CatalogEntry>> ListAsync(DateTimeOffset since, IReadOnlyCollection<string>? states, CancellationToken cancellationToken)
    {
        var wanted = states ?? RunStates.All;
        var needsOpen = wanted.Any(RunStates.IsOpen);
        var ends = wanted.Any(RunStates.IsEnd) ? ListEndsAsync(since, cancellationToken) : Task.FromResult<IEnumerable<CatalogEntry>>([]);
        var open = needsOpen ? ListOpenAsync(cancellationToken) : Task.FromResult<IEnumerable<CatalogEntry>>([]);
        var marks = needsOpen || wanted.Contains(RunStates.Parked) ? ListMarksAsync(cancellationToken) : Task.FromResult<IReadOnlyList<ListedMark>>([]);
        await Task.WhenAll(ends, open, marks);
        var parked = (await marks).Where(listed => !listed.Mark.IsWaiting).Select(listed => new CatalogEntry(listed.Mark.Run, RunStates.Parked, listed.PutAt));
        var waiting = (await marks).Where(listed => listed.Mark.IsWaiting).Select(listed => listed.Mark.Run).ToHashSet();

        // A run may be in two listings for a moment. An end is final; a mark of a parked run says more than a marker.
        return [.. (await ends).Concat(parked).Concat((await open).Select(entry => entry.State == RunStates.Open && waiting.Contains(entry.Run) ? entry with { State = RunStates.Waiting } : entry))
            .DistinctBy(entry => entry.Run)
            .Where(entry => wanted.Contains(entry.State) || (RunStates.IsOpen(entry.State) && wanted.Contains(RunStates.Open)))
            .OrderByDescending(entry => entry.At).ThenBy(entry => entry.Run.Value, StringComparer.Ordinal)];
    }

    private async Task<IEnumerable<CatalogEntry>> ListEndsAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        (await Task.WhenAll(Marker.Shards.Select(shard => ListEndsAsync(shard, since, cancellationToken)))).SelectMany(shard => shard);

    private async Task<IReadOnlyList<CatalogEntry>> ListEndsAsync(char shard, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var ends = new List<CatalogEntry>();

        // The prefix of the first hour sorts directly before its first key.
        await foreach (var listed in ListFromAsync(EndEntry.ShardPrefix(shard), EndEntry.HourPrefix(shard, since), cancellationToken))
        {
            if (EndEntry.TryParse(listed.Key, out var end) && listed.LastModified >= since)
            {
                ends.Add(new(end.Run, end.State, listed.LastModified, end.Seq));
            }
        }

        return ends;
    }

    private async Task<IEnumerable<CatalogEntry>> ListOpenAsync(CancellationToken cancellationToken)
    {
        var open = new List<CatalogEntry>();

        await foreach (var listed in oss.ListAllAsync(retry, $"{Marker.Unfinished}/", cancellationToken))
        {
            if (Marker.TryParse(listed.Key, out var marker))
            {
                open.Add(new(marker.Run, marker.End is null ? RunStates.Open : RunStates.Overdue, listed.LastModified, Marker: marker));
            }
        }

        return open;
    }

    private async Task<IReadOnlyList<ListedMark>> ListMarksAsync(CancellationToken cancellationToken) =>
        await new RunIndex(oss, retry).ListMarksAsync(cancellationToken).ToListAsync(cancellationToken);

    private async IAsyncEnumerable<OssEntry> ListFromAsync(
        string prefix, string first, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
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
}
