using System.Runtime.CompilerServices;
using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Cloud.Oss.Replies;
using FcWorkflowTrigger.Cloud.Resilience;

namespace FcWorkflowTrigger.Ledger.Oss;

/// <summary>Finds the markers under one root that are due. One request tells that there are none, however much has ever been finished.</summary>
internal sealed class MarkerListing(IOssClient oss, Retry retry, TimeProvider clock, string root)
{
    // Sorts behind every shard and every run.
    private const string Last = "~";

    /// <param name="quiet">Only markers put at least so long ago.</param>
    /// <param name="firstShard">Where to begin, 0 to 15; the shards before it come last.</param>
    public async IAsyncEnumerable<Marker> ListAsync(
        TimeSpan quiet, int firstShard, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var (from, to) in Halves(firstShard))
        {
            for (var after = from; after is not null;)
            {
                var start = after;
                var page = await retry.ExecuteAsync(token => oss.ListAsync($"{root}/", start, token), cancellationToken);

                // Asked after the reply: the first one of a process is what tells it the cloud's time.
                var before = clock.GetUtcNow() - quiet;

                foreach (var entry in page.Entries)
                {
                    if (IsBefore(entry.Key, to) && Marker.TryParse(entry.Key, out var marker) && marker.Hour <= before && entry.LastModified <= before)
                    {
                        yield return marker;
                    }
                }

                after = Next(page, before, to);
            }
        }
    }

    private IEnumerable<(string? From, string To)> Halves(int firstShard)
    {
        var first = $"{root}/{Marker.Shards[firstShard]}/";
        yield return (first, $"{root}/{Last}");

        if (firstShard > 0)
        {
            yield return ($"{root}/", first);
        }
    }

    // Keys sort by shard, then by hour: where a page ends among later hours, the rest of its shard is later still.
    private static string? Next(OssPage page, DateTimeOffset before, string to) =>
        !page.IsTruncated || !IsBefore(page.Entries[^1].Key, to) ? null
        : Marker.TryParse(page.Entries[^1].Key, out var marker) && marker.Hour > before ? $"{marker.Shard}{Last}"
        : page.Entries[^1].Key;

    private static bool IsBefore(string key, string limit) => string.CompareOrdinal(key, limit) < 0;
}
