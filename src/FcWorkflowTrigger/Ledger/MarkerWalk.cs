namespace FcWorkflowTrigger.Ledger;

/// <summary>Visits markers several at once, until there are no more or the time for new visits is over.</summary>
internal static class MarkerWalk
{
    private const int VisitsAtOnce = 8;

    /// <param name="last">From then on no visit is begun.</param>
    /// <returns>False when time ran out before the markers did.</returns>
    public static async Task<bool> VisitAllAsync(
        IAsyncEnumerable<Marker> markers, Func<Marker, Task> visit, DateTimeOffset last, TimeProvider clock)
    {
        var batch = new List<Marker>(VisitsAtOnce);

        await foreach (var marker in markers)
        {
            batch.Add(marker);

            if (batch.Count < VisitsAtOnce)
            {
                continue;
            }

            await Task.WhenAll(batch.Select(visit));
            batch.Clear();

            if (clock.GetUtcNow() >= last)
            {
                return false;
            }
        }

        await Task.WhenAll(batch.Select(visit));
        return true;
    }
}
