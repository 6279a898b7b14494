namespace FcWorkflowTrigger.Benchmarks.Measuring;

/// <summary>Percentiles of a set of samples, by the nearest-rank method.</summary>
internal sealed record Distribution(double P50, double P90, double P99, int Count)
{
    /// <summary>A number that is counted, not measured.</summary>
    public static Distribution Exactly(double value) => new(value, value, value, 1);

    public static Distribution From(IEnumerable<double> samples)
    {
        double[] sorted = [.. samples.Order()];
        return new(At(sorted, 50), At(sorted, 90), At(sorted, 99), sorted.Length);
    }

    private static double At(double[] sorted, int percent) => sorted[Math.Max(0, (int)Math.Ceiling(sorted.Length * percent / 100.0) - 1)];
}
