namespace FcWorkflowTrigger.Benchmarks.Soak;

public sealed class GrowthBoundTests
{
    private const double UploadsAMinute = 1200;

    // Half an hour, less the warm-up.
    private static readonly TimeSpan Judged = TimeSpan.FromMinutes(22.5);

    [Fact]
    public void What_only_breathes_passes()
    {
        Assert.Empty(Problems(_ => 0, _ => 30, _ => 10));
    }

    [Fact]
    public void A_hundred_bytes_kept_of_every_upload_are_found_in_half_an_hour()
    {
        var problem = Assert.Single(Problems(minute => 100 * UploadsAMinute * minute / 1024, _ => 30, _ => 10));

        Assert.StartsWith("MEMORY-GROWS: ingest (process 7)", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_minutes_cannot_tell_a_breath_from_a_leak_and_let_it_pass()
    {
        var rising = Trend.From([.. Enumerable.Range(0, 90).Select(second => (TimeSpan.FromSeconds(second), 30_000 + (second * 40.0)))]);
        var flat = Trend.From([(TimeSpan.Zero, 30), (TimeSpan.FromSeconds(90), 30)]);

        Assert.Empty(GrowthBound.Problems(new("ingest", 7, [], rising, flat, flat), UploadsAMinute));
        Assert.NotEmpty(GrowthBound.Problems(new("ingest", 7, [], rising with { LevelGrowth = 9000 }, flat, flat), UploadsAMinute));
    }

    [Fact]
    public void A_handle_kept_of_one_upload_in_a_hundred_is_found()
    {
        var problem = Assert.Single(Problems(_ => 0, minute => 30 + (UploadsAMinute / 100 * minute), _ => 10));

        Assert.StartsWith("HANDLES-GROW: ingest (process 7)", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_short_load_says_what_it_cannot_tell()
    {
        Assert.Equal(
            "A third of this load is under 5 minutes: memory is judged only beyond 8 MiB, handles beyond 64.",
            GrowthBound.Reservation([ShortProcess(_ => 30)]));
        Assert.Null(GrowthBound.Reservation([new("ingest", 7, [], Series(_ => 30_000), Series(_ => 30), Series(_ => 10))]));
    }

    [Fact]
    public void A_thread_more_each_minute_is_found()
    {
        Assert.StartsWith("THREADS-GROW", Assert.Single(Problems(_ => 0, _ => 30, minute => 10 + minute)), StringComparison.Ordinal);
    }

    [Fact]
    public void Pools_that_fill_with_a_burst_pass()
    {
        Assert.Empty(Problems(_ => 0, minute => minute < 10 ? 30 : 75, minute => minute < 10 ? 10 : 14));
    }

    // Two minutes, less the warm-up.
    private static Footprint ShortProcess(Func<double, double> handles)
    {
        Trend Seconds(Func<double, double> value) => Trend.From([.. Enumerable.Range(0, 90).Select(second => (TimeSpan.FromSeconds(second), value(second / 60.0)))]);
        return new("ingest", 7, [], Seconds(_ => 30_000), Seconds(handles), Seconds(_ => 10));
    }

    // On top of a collector that lets 8 MiB gather over four minutes and then takes them away.
    private static string[] Problems(Func<double, double> leaked, Func<double, double> handles, Func<double, double> threads) =>
        [.. GrowthBound.Problems(
            new("ingest", 7, [], Series(minute => 30_000 + (minute % 4 * 2048) + leaked(minute)), Series(handles), Series(threads)),
            UploadsAMinute)];

    private static Trend Series(Func<double, double> value) =>
        Trend.From([.. Enumerable.Range(0, (int)Judged.TotalSeconds / 5).Select(step => (TimeSpan.FromSeconds(step * 5), value(step / 12.0)))]);
}
