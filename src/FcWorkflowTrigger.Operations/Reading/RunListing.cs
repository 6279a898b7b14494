namespace FcWorkflowTrigger.Operations.Reading;

/// <summary>The runs that a filter takes.</summary>
/// <param name="Rows">The newest, as many as were asked for.</param>
/// <param name="Total">How many there are; null when that was not counted, because records would have to be read.</param>
internal sealed record RunPage(IReadOnlyList<RunRow> Rows, int? Total);

/// <summary>Lists runs by a filter. Records are read only of the runs that are shown; with a rule or a prefix, of the newest until enough are found.</summary>
internal sealed class RunListing(RunCatalog catalog, RunRowReader reader)
{
    private const int ReadsAtOnce = 32;

    /// <param name="limit">At least 1.</param>
    public async Task<RunPage> ListAsync(RunFilter filter, int limit, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var entries = (await catalog.ListAsync(filter.Since, filter.States, cancellationToken)).Where(filter.Takes).ToArray();
        var rows = new List<RunRow>();

        foreach (var batch in entries.Chunk(filter.NeedsRecords ? ReadsAtOnce : Math.Max(limit, 1)))
        {
            rows.AddRange((await ReadAsync(batch, progress, cancellationToken)).Where(filter.Takes));

            if (rows.Count >= limit)
            {
                break;
            }
        }

        return new([.. rows.Take(limit)], filter.NeedsRecords ? null : entries.Length);
    }

    /// <summary>Counts the runs by state.</summary>
    public async Task<IReadOnlyDictionary<string, int>> CountAsync(RunFilter filter, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var entries = (await catalog.ListAsync(filter.Since, filter.States, cancellationToken)).Where(filter.Takes).ToArray();
        var states = filter.NeedsRecords
            ? (await ReadAsync(entries, progress, cancellationToken)).Where(filter.Takes).Select(row => row.State)
            : entries.Select(entry => entry.State);
        return states.CountBy(state => state).ToDictionary();
    }

    public Task<RunRow> ReadAsync(CatalogEntry entry, CancellationToken cancellationToken) => reader.ReadAsync(entry, cancellationToken);

    private async Task<RunRow[]> ReadAsync(CatalogEntry[] entries, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var rows = new RunRow[entries.Length];

        await Parallel.ForAsync(0, entries.Length, new ParallelOptions { MaxDegreeOfParallelism = ReadsAtOnce, CancellationToken = cancellationToken }, async (index, token) =>
        {
            rows[index] = await reader.ReadAsync(entries[index], token);
            progress?.Report(1);
        });

        return rows;
    }
}
