using System.Runtime.CompilerServices;
using FcWorkflowTrigger.ConsolePage.Feed;
using FcWorkflowTrigger.Operations.Reading;

namespace FcWorkflowTrigger.ConsolePage.Runs;

/// <summary>A ledger on an account: its listings are read again and again while a page is open, and never while none is.</summary>
/// <param name="every">18 list requests each time.</param>
internal sealed class LedgerPolling(LedgerView view, EventFeed feed, string? rulesFile, TimeProvider clock, TimeProvider cloud, TimeSpan every) : IRunSource
{
    // The records of so many open runs are read each time, because a start changes no listing.
    private const int MostOpenRead = 20;

    // Clocks differ, and a listing is not a snapshot.
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(2);

    public string? RulesFile => rulesFile;

    public Evidence FindEvidence(IReadOnlyCollection<string> requestIds) => Evidence.None;

    public async IAsyncEnumerable<string> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        var since = cloud.GetUtcNow();

        while (true)
        {
            await Task.Delay(every, clock, cancellationToken);

            if (feed.Readers == 0)
            {
                continue;
            }

            var now = cloud.GetUtcNow();
            var entries = await ListAsync(since - Overlap, cancellationToken);

            foreach (var entry in entries.Where(entry => known.GetValueOrDefault(entry.Run.Value) != entry.State).Concat(entries.Where(entry => entry.State == RunStates.Open).Take(MostOpenRead)).DistinctBy(entry => entry.Run))
            {
                yield return $"p/{entry.Run}";
            }

            known = entries.ToDictionary(entry => entry.Run.Value, entry => entry.State);
            since = entries.Count > 0 ? now : since;
        }
    }

    private async Task<IReadOnlyList<CatalogEntry>> ListAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        try
        {
            return await view.Catalog.ListAsync(since, null, cancellationToken);
        }
        catch (Exception problem) when (problem is Cloud.Oss.OssException or HttpRequestException or TimeoutException)
        {
            // The next look may succeed. Health tells a person who looks what is wrong.
            return [];
        }
    }
}
