namespace FcWorkflowTrigger.Ledger;

/// <summary>Runs an action for each marker, several at once, until there are no more markers or the time is over.</summary>
internal static class MarkerWalk
{
    private const int BatchSize = 8;

    /// <param name="stopAt">After this time no further action is begun.</param>
    /// <returns>False when the time was over before all markers were handled.</returns>
    public static async Task<bool> ForEachAsync(
        IAsyncEnumerable<Marker> markers, Func<Marker, Task> action, DateTimeOffset stopAt, TimeProvider clock)
    {
        var batch = new List<Marker>(BatchSize);

        await foreach (var marker in markers)
        {
            batch.Add(marker);

            if (batch.Count < BatchSize)
            {
                continue;
            }

            await Task.WhenAll(batch.Select(action));
            batch.Clear();

            if (clock.GetUtcNow() >= stopAt)
            {
                return false;
            }
        }

        await Task.WhenAll(batch.Select(action));
        return true;
    }
}
