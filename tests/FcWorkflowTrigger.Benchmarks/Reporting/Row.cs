using FcWorkflowTrigger.Benchmarks.Measuring;

namespace FcWorkflowTrigger.Benchmarks.Reporting;

/// <summary>One line of the table.</summary>
/// <param name="What">What was measured.</param>
/// <param name="Subject">Of which program.</param>
/// <param name="Ratio">Of the p50s, to the baseline's; null where there is none.</param>
/// <param name="Target">What is asked of it; null where nothing is.</param>
internal sealed record Row(string What, string Subject, string Unit, Distribution Value, double? Ratio = null, string? Baseline = null, Target? Target = null)
{
    public static Row Against(string what, string subject, string unit, Distribution value, string baselineName, Distribution baseline) =>
        new(what, subject, unit, value, baseline.P50 == 0 ? null : value.P50 / baseline.P50, baselineName);

    public static Row Count(string what, string subject, string unit, double value, Target? target = null) =>
        new(what, subject, unit, Distribution.Exactly(value), Target: target);

    public bool? Holds => Target?.Holds(this);
}
