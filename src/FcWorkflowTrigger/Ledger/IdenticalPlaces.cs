using System.Globalization;
using System.Text;
using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Uploads;

namespace FcWorkflowTrigger.Ledger;

/// <summary>The line in which the runs of one key and rule stand, so that identical uploads see each other.</summary>
/// <remarks>
/// Places are numbered and written once, by an append at position 0, which also holds in a versioned bucket. The bucket's lifecycle deletes
/// old ones, so only the newest says anything, and a free place in front of it is never taken again.
/// </remarks>
internal sealed class IdenticalPlaces(IOssClient oss, Retry retry)
{
    /// <summary>Takes a place for the run, if no other run has it.</summary>
    public async Task<bool> TryTakeAsync(RunId run, string rule, int place, CancellationToken cancellationToken)
    {
        var (key, body) = (LedgerKeys.Place(LedgerKeys.Places(run, rule), place), Encoding.ASCII.GetBytes(run.Value));
        return await retry.ExecuteAsync(token => oss.AppendAsync(key, 0, body, token), cancellationToken) is OssPut.Written;
    }

    /// <returns>The number of the last place taken; -1 when there is none.</returns>
    public async Task<int> FindLastAsync(RunId run, string rule, CancellationToken cancellationToken) =>
        (await ListAsync(run, rule, cancellationToken)) is [.., var last] ? last.Number : -1;

    /// <summary>Lists the places that were taken and have not expired, in their order.</summary>
    public async Task<IReadOnlyList<TakenPlace>> ListAsync(RunId run, string rule, CancellationToken cancellationToken)
    {
        var (places, taken) = (LedgerKeys.Places(run, rule), new List<TakenPlace>());

        await foreach (var entry in oss.ListAllAsync(retry, places, cancellationToken))
        {
            if (int.TryParse(entry.Key.AsSpan(places.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                taken.Add(new(number, entry.LastModified));
            }
        }

        taken.Sort((one, other) => one.Number.CompareTo(other.Number));
        return taken;
    }

    /// <returns>The run that has the place; null when it is free.</returns>
    public async Task<RunId?> FindHolderAsync(RunId run, string rule, int place, CancellationToken cancellationToken)
    {
        var key = LedgerKeys.Place(LedgerKeys.Places(run, rule), place);
        var body = await retry.ExecuteAsync(token => oss.GetAsync(key, token), cancellationToken);
        return body is not null && RunId.TryParse(Encoding.ASCII.GetString(body), out var holder) ? holder : null;
    }

    /// <param name="At">When a run took the place.</param>
    public readonly record struct TakenPlace(int Number, DateTimeOffset At);
}
