using FcWorkflowTrigger.Benchmarks.Measuring;

namespace FcWorkflowTrigger.Benchmarks.Reporting;

/// <summary>One line of the table.</summary>
/// <param name="What">The measured quantity.</param>
/// <param name="Subject">The measured program.</param>
/// <param name="Ratio">The p50 divided by the p50 of the baseline; null without a baseline.</param>
/// <param name="Target">The required bound; null for none.</param>
internal sealed record Row(string What, string Subject, string Unit, Distribution Value, double? Ratio = null, string? Baseline = null, Target? Target = null)
{
    public static Row Against(string what, string subject, string unit, Distribution value, string baselineName, Distribution baseline) =>
        new(what, subject, unit, value, baseline.P50 == 0 ? null : value.P50 / baseline.P50, baselineName);

    public static Row Count(string what, string subject, string unit, double value, Target? target = null) =>
        new(what, subject, unit, Distribution.Exactly(value), Target: target);

    public bool? Holds => Target?.Holds(this);
}
