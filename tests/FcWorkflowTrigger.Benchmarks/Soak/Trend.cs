namespace FcWorkflowTrigger.Benchmarks.Soak;

/// <summary>The trend of a series of numbers: the least-squares line through it.</summary>
/// <param name="First">The first number.</param>
/// <param name="Last">The last number.</param>
/// <param name="Mean">The mean of all numbers.</param>
/// <param name="PerMinute">The slope of the line.</param>
/// <param name="LevelGrowth">The lowest number of the last third minus the lowest number of the first third: the growth under a sawtooth.</param>
/// <param name="Minutes">The time from the first number to the last.</param>
internal sealed record Trend(double First, double Last, double Mean, double PerMinute, double LevelGrowth, double Minutes)
{
    public double PercentPerHour => Mean == 0 ? 0 : PerMinute * 60 / Mean * 100;

    /// <param name="points">In order of time; at least one.</param>
    public static Trend From(IReadOnlyList<(TimeSpan At, double Value)> points)
    {
        var (meanAt, mean) = (points.Average(point => point.At.TotalMinutes), points.Average(point => point.Value));
        var spread = points.Sum(point => Math.Pow(point.At.TotalMinutes - meanAt, 2));
        var together = points.Sum(point => (point.At.TotalMinutes - meanAt) * (point.Value - mean));
        return new(
            points[0].Value,
            points[^1].Value,
            mean,
            spread == 0 ? 0 : together / spread,
            Lowest(points, from: 2, to: 3) - Lowest(points, from: 0, to: 1),
            (points[^1].At - points[0].At).TotalMinutes);
    }

    // The thirds of the whole time include both of their ends, so that no third is empty.
    private static double Lowest(IReadOnlyList<(TimeSpan At, double Value)> points, int from, int to)
    {
        var (first, third) = (points[0].At, (points[^1].At - points[0].At) / 3);
        return points.Where(point => point.At >= first + (third * from) && point.At <= first + (third * to)).Min(point => point.Value);
    }
}
