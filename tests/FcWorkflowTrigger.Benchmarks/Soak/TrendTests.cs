namespace FcWorkflowTrigger.Benchmarks.Soak;

public sealed class TrendTests
{
    [Fact]
    public void A_linear_growth_is_computed_exactly()
    {
        var trend = Trend.From(EveryMinute(10, minute => 1000 + (7 * minute)));

        Assert.Equal(7, trend.PerMinute, precision: 9);
        Assert.Equal(9, trend.Minutes);
        Assert.Equal(7 * 60 / trend.Mean * 100, trend.PercentPerHour, precision: 9);
        Assert.Equal((1000, 1063), (trend.First, trend.Last));
    }

    [Fact]
    public void Numbers_that_go_up_and_down_have_no_slope()
    {
        var trend = Trend.From(EveryMinute(31, minute => 1000 + (minute % 2 == 0 ? 500 : 0)));

        Assert.Equal(0, trend.PerMinute, precision: 9);
    }

    [Fact]
    public void One_number_has_no_slope()
    {
        Assert.Equal(0, Trend.From(EveryMinute(1, _ => 1000)).PerMinute);
    }

    [Fact]
    public void The_level_of_a_sawtooth_is_its_lowest_value_and_not_its_height()
    {
        var sawtooth = Trend.From(EveryMinute(30, minute => 1000 + (minute % 5 * 900)));
        var leaking = Trend.From(EveryMinute(30, minute => 1000 + (minute % 5 * 900) + (10 * minute)));

        Assert.Equal(0, sawtooth.LevelGrowth);
        Assert.Equal(200, leaking.LevelGrowth);
    }

    private static (TimeSpan At, double Value)[] EveryMinute(int minutes, Func<int, double> value) =>
        [.. Enumerable.Range(0, minutes).Select(minute => (TimeSpan.FromMinutes(minute), value(minute)))];
}
