using System.Globalization;
using System.Text.Json;

namespace FcWorkflowTrigger.Benchmarks.Reporting;

/// <summary>One run of one or more measurements.</summary>
/// <param name="Taken">UTC.</param>
internal sealed record Report(Machine Machine, DateTime Taken, IReadOnlyList<Row> Rows)
{
    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public void Print(TextWriter output)
    {
        output.WriteLine(Line($"{Machine.Processor}, {Machine.Cores} cores, {Machine.System}; measured from {Machine.Runtime}, {Taken:yyyy-MM-dd HH:mm} UTC"));
        output.WriteLine();
        output.WriteLine("| what | program | unit | p50 | p90 | p99 | n | ratio | to | target | holds |");
        output.WriteLine("|---|---|---|--:|--:|--:|--:|--:|---|---|---|");

        foreach (var row in Rows)
        {
            var (p50, p90, p99) = row.Value.Count == 1
                ? (Number(row.Value.P50), "", "")
                : (Number(row.Value.P50), Number(row.Value.P90), Number(row.Value.P99));
            output.WriteLine(Line(
                $"| {row.What} | {row.Subject} | {row.Unit} | {p50} | {p90} | {p99} | {row.Value.Count} | {row.Ratio:0.00} | {row.Baseline} | {row.Target?.Text} | {Verdict(row)} |"));
        }
    }

    public async Task WriteAsync(string file, CancellationToken cancellationToken)
    {
        var rows = Rows.Select(row => new
        {
            row.What,
            row.Subject,
            row.Unit,
            row.Value.P50,
            row.Value.P90,
            row.Value.P99,
            row.Value.Count,
            row.Ratio,
            row.Baseline,
            Target = row.Target?.Text,
            row.Holds,
        });
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(new { Machine, Taken, Rows = rows }, Readable), cancellationToken);
    }

    private static string Verdict(Row row) => row.Holds switch { true => "yes", false => "no", null => "" };

    private static string Number(double value) => value.ToString(value >= 100 || double.IsInteger(value) ? "0" : value >= 1 ? "0.0" : "0.000", CultureInfo.InvariantCulture);

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
