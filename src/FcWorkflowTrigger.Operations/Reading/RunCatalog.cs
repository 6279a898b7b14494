using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Ledger;

namespace FcWorkflowTrigger.Operations.Reading;

/// <summary>Lists the runs of the ledger by its listings alone: a request for each 1,000 open, parked and recently ended runs, and one for each of the 16 shards.</summary>
internal sealed class RunCatalog(IOssClient oss, Retry retry)
{
    private readonly RunIndex _index = new(oss, retry);

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
        (await Task.WhenAll(Marker.Shards.Select(shard => _index.ListEndsAsync(shard, since, cancellationToken).ToListAsync(cancellationToken).AsTask())))
            .SelectMany(shard => shard)
            .Where(listed => listed.PutAt >= since)
            .Select(listed => new CatalogEntry(listed.End.Run, listed.End.State, listed.PutAt, listed.End.Seq));

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
        await _index.ListMarksAsync(cancellationToken).ToListAsync(cancellationToken);
}
