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

    /// <param name="minAge">Only markers that were put at least this long ago.</param>
    /// <param name="firstShard">The shard to begin with, 0 to 15; the shards before it come last.</param>
    public async IAsyncEnumerable<Marker> ListAsync(
        TimeSpan minAge, int firstShard, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var (from, to) in SplitShards(firstShard))
        {
            for (var after = from; after is not null;)
            {
                var start = after;
                var page = await retry.ExecuteAsync(token => oss.ListAsync($"{root}/", start, token), cancellationToken);

                // The clock is read after the reply, because the first reply of a process sets the clock to the cloud's time.
                var dueBefore = clock.GetUtcNow() - minAge;

                foreach (var entry in page.Entries)
                {
                    if (IsBefore(entry.Key, to) && Marker.TryParse(entry.Key, out var marker) && marker.Hour <= dueBefore && entry.LastModified <= dueBefore)
                    {
                        yield return marker;
                    }
                }

                after = FindNextStart(page, dueBefore, to);
            }
        }
    }

    private IEnumerable<(string? From, string To)> SplitShards(int firstShard)
    {
        var first = $"{root}/{Marker.Shards[firstShard]}/";
        yield return (first, $"{root}/{AfterLast}");

        if (firstShard > 0)
        {
            yield return ($"{root}/", first);
        }
    }

    // Keys sort by shard, then by hour. If the last key of a page is not due yet, the rest of its shard is not due either.
    private static string? FindNextStart(OssPage page, DateTimeOffset dueBefore, string to) =>
        !page.IsTruncated || !IsBefore(page.Entries[^1].Key, to) ? null
        : Marker.TryParse(page.Entries[^1].Key, out var marker) && marker.Hour > dueBefore ? $"{marker.Shard}{AfterLast}"
        : page.Entries[^1].Key;

    private static bool IsBefore(string key, string limit) => string.CompareOrdinal(key, limit) < 0;
}
