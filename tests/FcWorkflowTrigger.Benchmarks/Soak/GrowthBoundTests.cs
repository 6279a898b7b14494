namespace FcWorkflowTrigger.Benchmarks.Soak;

public sealed class GrowthBoundTests
{
    private const double UploadsAMinute = 1200;

    // Half an hour, less the warm-up.
    private static readonly TimeSpan Judged = TimeSpan.FromMinutes(22.5);

    [Fact]
    public void A_normal_collection_cycle_passes()
    {
        Assert.Empty(Problems(_ => 0, _ => 30, _ => 10));
    }

    [Fact]
    public void A_leak_of_a_hundred_bytes_per_upload_is_found_in_half_an_hour()
    {
        var problem = Assert.Single(Problems(minute => 100 * UploadsAMinute * minute / 1024, _ => 30, _ => 10));

        Assert.StartsWith("MEMORY-GROWS: the lowest memory of ingest (process 7)", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_small_growth_in_two_minutes_passes_because_it_can_be_a_collection_cycle()
    {
        var rising = Trend.From([.. Enumerable.Range(0, 90).Select(second => (TimeSpan.FromSeconds(second), 30_000 + (second * 40.0)))]);
        var flat = Trend.From([(TimeSpan.Zero, 30), (TimeSpan.FromSeconds(90), 30)]);

        Assert.Empty(GrowthBound.Problems(new("ingest", 7, [], rising, flat, flat), UploadsAMinute));
        Assert.NotEmpty(GrowthBound.Problems(new("ingest", 7, [], rising with { LevelGrowth = 9000 }, flat, flat), UploadsAMinute));
    }

    [Fact]
    public void A_leak_of_one_handle_per_hundred_uploads_is_found()
    {
        var problem = Assert.Single(Problems(_ => 0, minute => 30 + (UploadsAMinute / 100 * minute), _ => 10));

        Assert.StartsWith("HANDLES-GROW: the lowest handle count of ingest (process 7)", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void The_report_of_a_short_load_contains_what_it_cannot_detect()
    {
        Assert.Equal(
            "A third of this load is shorter than 5 minutes: only a memory growth above 8 MiB and a handle growth above 64 are detected.",
            GrowthBound.Limitation([ShortProcess(_ => 30)]));
        Assert.Null(GrowthBound.Limitation([new("ingest", 7, [], Series(_ => 30_000), Series(_ => 30), Series(_ => 10))]));
    }

    [Fact]
    public void A_leak_of_one_thread_per_minute_is_found()
    {
        Assert.StartsWith("THREADS-GROW", Assert.Single(Problems(_ => 0, _ => 30, minute => 10 + minute)), StringComparison.Ordinal);
    }

    [Fact]
    public void Pools_that_grow_in_a_burst_pass()
    {
        Assert.Empty(Problems(_ => 0, minute => minute < 10 ? 30 : 75, minute => minute < 10 ? 10 : 14));
    }

    // Two minutes, less the warm-up.
    private static Footprint ShortProcess(Func<double, double> handles)
    {
        Trend Seconds(Func<double, double> value) => Trend.From([.. Enumerable.Range(0, 90).Select(second => (TimeSpan.FromSeconds(second), value(second / 60.0)))]);
        return new("ingest", 7, [], Seconds(_ => 30_000), Seconds(handles), Seconds(_ => 10));
    }

    // The leak is added to a collection cycle: the memory grows for four minutes and then falls back.
    private static string[] Problems(Func<double, double> leaked, Func<double, double> handles, Func<double, double> threads) =>
        [.. GrowthBound.Problems(
            new("ingest", 7, [], Series(minute => 30_000 + (minute % 4 * 2048) + leaked(minute)), Series(handles), Series(threads)),
            UploadsAMinute)];

    private static Trend Series(Func<double, double> value) =>
        Trend.From([.. Enumerable.Range(0, (int)Judged.TotalSeconds / 5).Select(step => (TimeSpan.FromSeconds(step * 5), value(step / 12.0)))]);
}
