using FcWorkflowTrigger.Ledger;

namespace FcWorkflowTrigger.Telemetry.Export;

/// <summary>Finds the ends that are exported next.</summary>
internal sealed class DueEnds(RunIndex index, TimeProvider clock)
{
    /// <summary>An end that was entered earlier is not exported any more: the collector was away for too long.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromHours(24);

    // An end is entered into the index by the process that records it, or by a later sweep.
    private static readonly TimeSpan MaxLateness = TimeSpan.FromHours(24);

    // The time of an entry is that of its request, which may have reached the listing a little later.
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(10);

    /// <remarks>A request for each of the 16 shards, and one more for each 1,000 ends since a day before the cursor. Memory holds <paramref name="most"/> of them.</remarks>
    public async Task<EndsFound> FindAsync(ExportCursor cursor, int most, CancellationToken cancellationToken)
    {
        var (now, expired) = (clock.GetUtcNow(), 0);
        var oldest = now - MaxAge;
        var from = (cursor.Through > oldest ? cursor.Through : oldest) - MaxLateness;
        var first = new PriorityQueue<ListedEnd, ListedEnd>(Comparer<ListedEnd>.Create((one, other) => Compare(other, one)));
        await Task.WhenAll(Marker.Shards.Select(ListAsync));
        return new([.. first.UnorderedItems.Select(item => item.Element).Order(Comparer<ListedEnd>.Create(Compare))], expired, oldest);

        async Task ListAsync(char shard)
        {
            await foreach (var listed in index.ListEndsAsync(shard, from, cancellationToken))
            {
                if (cursor.IsBefore(listed) && listed.PutAt <= now - Settled)
                {
                    Keep(listed);
                }
            }
        }

        // Listings of several shards are read at once.
        void Keep(ListedEnd listed)
        {
            lock (first)
            {
                if (listed.PutAt < oldest)
                {
                    expired++;
                    return;
                }

                first.Enqueue(listed, listed);

                if (first.Count > most)
                {
                    first.Dequeue();
                }
            }
        }
    }

    private static int Compare(ListedEnd one, ListedEnd other) => ExportCursor.Compare(one.PutAt, one.End.Key, other.PutAt, other.End.Key);
}

/// <param name="Due">The first ends after the cursor, in their order.</param>
/// <param name="Expired">How many ends after the cursor are too old to be exported.</param>
/// <param name="Oldest">What was entered earlier is too old.</param>
internal sealed record EndsFound(IReadOnlyList<ListedEnd> Due, int Expired, DateTimeOffset Oldest);
