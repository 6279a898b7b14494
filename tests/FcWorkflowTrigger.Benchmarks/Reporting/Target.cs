using System.Globalization;

namespace FcWorkflowTrigger.Benchmarks.Reporting;

/// <summary>A bound, and the check of a row against it.</summary>
/// <param name="Text">The text in the table, for example <c>p50 ≤ 25</c>.</param>
internal sealed record Target(string Text, Func<Row, bool> Holds)
{
    public static Target P50(double most) => new(Written($"p50 ≤ {most}"), row => row.Value.P50 <= most);

    public static Target P99(double most) => new(Written($"p99 ≤ {most}"), row => row.Value.P99 <= most);

    public static Target AtMost(double most) => new(Written($"≤ {most}"), row => row.Value.P50 <= most);

    public static Target AtLeast(double least) => new(Written($"p50 ≥ {least}"), row => row.Value.P50 >= least);

    public static Target TimesAtLeast(double least) => new(Written($"≥ {least} ×"), row => row.Ratio >= least);

    public static Target TimesAtMost(double most) => new(Written($"≤ {most} ×"), row => row.Ratio <= most);

    private static string Written(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
