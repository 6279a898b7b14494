namespace FcWorkflowTrigger.Benchmarks.Soak;

/// <summary>Where a series of numbers goes: the straight line of least squares through it.</summary>
/// <param name="First">The first number.</param>
/// <param name="Last">The last number.</param>
/// <param name="Mean">Of all of them.</param>
/// <param name="PerMinute">The line's slope.</param>
/// <param name="LevelGrowth">By how much the lowest number of the last third is above the lowest of the first: what a sawtooth has risen by.</param>
/// <param name="Minutes">From the first to the last.</param>
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

    // In thirds of the whole time; both ends count, so that none is empty.
    private static double Lowest(IReadOnlyList<(TimeSpan At, double Value)> points, int from, int to)
    {
        var (first, third) = (points[0].At, (points[^1].At - points[0].At) / 3);
        return points.Where(point => point.At >= first + (third * from) && point.At <= first + (third * to)).Min(point => point.Value);
    }
}
