using System.Globalization;
using System.Text.Json;
using FcWorkflowTrigger.Benchmarks.Reporting;

namespace FcWorkflowTrigger.Benchmarks.Soak;

/// <summary>The result of a soak.</summary>
/// <param name="Ends">The number of runs for each outcome.</param>
/// <param name="Faults">The number of injected faults of each kind.</param>
internal sealed record SoakReport(
    TimeSpan Load, int Uploads, int Tasks, IReadOnlyDictionary<string, int> Ends, IReadOnlyDictionary<string, int> Faults)
{
    private const int ProblemsShown = 20;
    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public Machine Machine { get; } = Machine.This();

    /// <summary>The processes that are checked for growth, one of each role.</summary>
    public required IReadOnlyList<Footprint> Judged { get; init; }

    /// <summary>The other processes. They got requests only when the first process of their role was busy.</summary>
    public required IReadOnlyList<Footprint> Others { get; init; }

    /// <summary>One sentence for each problem; empty if there is none.</summary>
    public required IReadOnlyList<string> Problems { get; init; }

    public void Print(TextWriter output)
    {
        output.WriteLine(Line($"{Load.TotalMinutes:0.#} minutes, {Uploads} uploads, {Tasks} tasks; runs: {Counts(Ends)}"));
        output.WriteLine(Line($"{Faults.Values.Sum()} faults injected: {Counts(Faults)}"));
        output.WriteLine();
        PrintProcesses(output);
        output.WriteLine();

        if (GrowthBound.Limitation(Judged) is { } limitation)
        {
            output.WriteLine(limitation);
        }

        foreach (var problem in Problems.Take(ProblemsShown))
        {
            output.WriteLine(problem);
        }

        output.WriteLine(Problems.Count == 0 ? "Every upload has one task and one end, and no resource grows." : $"{Problems.Count} problems.");
    }

    public Task WriteAsync(string file, CancellationToken cancellationToken) =>
        File.WriteAllTextAsync(file, JsonSerializer.Serialize(this, Readable), cancellationToken);

    private void PrintProcesses(TextWriter output)
    {
        output.WriteLine("| role | process | resident, MiB: first | last | KiB/min | % of the mean/h | level, KiB | allowed | handles | threads |");
        output.WriteLine("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|");

        foreach (var process in Judged)
        {
            output.WriteLine(Row(process, Line($"{GrowthBound.Kibibytes(process, Uploads / Load.TotalMinutes):0}")));
        }

        foreach (var process in Others)
        {
            output.WriteLine(Row(process, "not checked"));
        }
    }

    private static string Row(Footprint process, string bound)
    {
        var resident = process.Resident;
        return Line(
            $"| {process.Role} | {process.ProcessId} | {resident.First / 1024:0.0} | {resident.Last / 1024:0.0} | {resident.PerMinute:0.0} | {resident.PercentPerHour:0.0} | {resident.LevelGrowth:0} | {bound} | {process.Handles.First:0} → {process.Handles.Last:0} | {process.Threads.First:0} → {process.Threads.Last:0} |");
    }

    private static string Counts(IReadOnlyDictionary<string, int> counts) => string.Join(", ", counts.Select(count => $"{count.Value} {count.Key}"));

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
