using FcWorkflowTrigger.Operations.Reading;

namespace FcWorkflowTrigger.ConsolePage.Runs;

/// <summary>What the charts show.</summary>
/// <param name="Sampled">Of how many runs records were read: times and starts are those of the newest.</param>
/// <param name="Undelivered">Outcomes that are waiting to be delivered.</param>
internal sealed record ChartsReport(IReadOnlyList<HourBar> Hours, int Runs, int Sampled, int Undelivered);

/// <summary>One hour.</summary>
/// <param name="Ends">By state.</param>
/// <param name="ToStart">From the upload to the accepted start, by the hour of the start; null without one.</param>
/// <param name="ToEnd">From the upload to the end of a run that succeeded or failed, by the hour of the end; null without one.</param>
internal sealed record HourBar(DateTimeOffset Hour, int Starts, IReadOnlyDictionary<string, int> Ends, Quantiles? ToStart, Quantiles? ToEnd);

/// <param name="P50">Seconds.</param>
/// <param name="P95">Seconds.</param>
internal sealed record Quantiles(double P50, double P95)
{
    /// <summary>The nearest rank; null without values.</summary>
    public static Quantiles? Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? null : new(Rank(sorted, 0.5), Rank(sorted, 0.95));
    }

    private static double Rank(double[] sorted, double share) => sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)];
}

/// <summary>Counts runs by hour.</summary>
internal static class Charts
{
    /// <summary>Records are read of so many runs at most.</summary>
    public const int MostSampled = 1000;

    private const int Hours = 24;

    /// <param name="entries">Every run of the last 24 hours.</param>
    /// <param name="summaries">The newest of them, with their records.</param>
    public static ChartsReport Create(IReadOnlyList<CatalogEntry> entries, IReadOnlyList<RunSummary> summaries, int undelivered, DateTimeOffset now)
    {
        var ends = entries.Where(entry => RunStates.IsEnd(entry.State)).ToLookup(entry => HourOf(entry.At), entry => entry.State);
        var starts = summaries.Where(run => run.StartedAt is not null).ToLookup(run => HourOf(run.StartedAt!.Value));
        var ended = summaries.Where(run => run is { EndedAt: not null, State: "succeeded" or "failed" }).ToLookup(run => HourOf(run.EndedAt!.Value));
        var hours = Enumerable.Range(0, Hours).Select(back => HourOf(now).AddHours(back - Hours + 1));

        return new(
            [.. hours.Select(hour => new HourBar(
                hour,
                starts[hour].Count(),
                ends[hour].CountBy(state => state).ToDictionary(),
                Quantiles.Of(starts[hour].Where(run => run.UploadedAt is not null).Select(run => (run.StartedAt!.Value - run.UploadedAt!.Value).TotalSeconds)),
                Quantiles.Of(ended[hour].Where(run => run.UploadedAt is not null).Select(run => (run.EndedAt!.Value - run.UploadedAt!.Value).TotalSeconds))))],
            entries.Count,
            summaries.Count,
            undelivered);
    }

    private static DateTimeOffset HourOf(DateTimeOffset at) => new(at.UtcDateTime.Date.AddHours(at.UtcDateTime.Hour), TimeSpan.Zero);
}
