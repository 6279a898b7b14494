using System.Runtime.CompilerServices;
using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Cloud.Oss.Replies;
using FcWorkflowTrigger.Cloud.Resilience;

namespace FcWorkflowTrigger.Ledger.Oss;

/// <summary>Lists the due markers under one root. If there are none, this takes one request, however many runs have finished.</summary>
internal sealed class MarkerListing(IOssClient oss, Retry retry, TimeProvider clock, string root)
{
    // Sorts after every shard and every run.
    private const string AfterLast = "~";

    /// <summary>Lists shard by shard, in each shard the oldest hour first.</summary>
    /// <param name="minAge">Only markers that were put at least this long ago.</param>
    /// <param name="firstShard">The shard to begin with, 0 to 15; the shards before it come last.</param>
    public IAsyncEnumerable<ListedMarker> ListAsync(TimeSpan minAge, int firstShard, CancellationToken cancellationToken) =>
        ListAsync(SplitShards(firstShard), minAge, cancellationToken);

    /// <summary>Lists only the markers of the hour in which <paramref name="since"/> is, and of later hours. Takes a request for each shard, however many older markers there are.</summary>
    /// <param name="firstShard">The shard to begin with, 0 to 15; the shards before it come last.</param>
    public IAsyncEnumerable<ListedMarker> ListAsync(DateTimeOffset since, int firstShard, CancellationToken cancellationToken) => ListAsync(
        (Marker.Shards[firstShard..] + Marker.Shards[..firstShard]).Select(shard =>
            new KeyRange($"{root}/{shard}/", $"{root}/{shard}/{Marker.FormatHour(since)}", $"{root}/{shard}/{AfterLast}")),
        TimeSpan.Zero,
        cancellationToken);

    private async IAsyncEnumerable<ListedMarker> ListAsync(
        IEnumerable<KeyRange> ranges, TimeSpan minAge, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var (prefix, from, to) in ranges)
        {
            for (var after = from; after is not null;)
            {
                var start = after;
                var page = await retry.ExecuteAsync(token => oss.ListAsync(prefix, start, token), cancellationToken);

                // The clock is read after the reply, because the first reply of a process sets the clock to the cloud's time.
                var dueBefore = clock.GetUtcNow() - minAge;

                foreach (var entry in page.Entries)
                {
                    if (IsBefore(entry.Key, to) && Marker.TryParse(entry.Key, out var marker) && marker.Hour <= dueBefore && entry.LastModified <= dueBefore)
                    {
                        yield return new(marker, entry.LastModified);
                    }
                }

                after = FindNextStart(page, dueBefore, to);
            }
        }
    }

    private IEnumerable<KeyRange> SplitShards(int firstShard)
    {
        var first = $"{root}/{Marker.Shards[firstShard]}/";
        yield return new($"{root}/", first, $"{root}/{AfterLast}");

        if (firstShard > 0)
        {
            yield return new($"{root}/", $"{root}/", first);
        }
    }

    // Keys sort by shard, then by hour. If the last key of a page is not due yet, the rest of its shard is not due either.
    private static string? FindNextStart(OssPage page, DateTimeOffset dueBefore, string to)
    {
        if (!page.IsTruncated || !IsBefore(page.Entries[^1].Key, to))
        {
            return null;
        }

        var next = Marker.TryParse(page.Entries[^1].Key, out var marker) && marker.Hour > dueBefore ? $"{marker.Shard}{AfterLast}" : page.Entries[^1].Key;
        return IsBefore(next, to) ? next : null;
    }

    private static bool IsBefore(string key, string limit) => string.CompareOrdinal(key, limit) < 0;

    /// <param name="From">Keys after this one.</param>
    /// <param name="To">Keys before this one.</param>
    private readonly record struct KeyRange(string Prefix, string From, string To);
}
