using System.Globalization;
using System.Text.Json;
using FcWorkflowTrigger.Benchmarks.Reporting;

namespace FcWorkflowTrigger.Benchmarks.Soak;

/// <summary>What a soak found.</summary>
/// <param name="Ends">How many runs ended how.</param>
/// <param name="Troubles">What went wrong on purpose, and how often.</param>
internal sealed record SoakReport(
    TimeSpan Load, int Uploads, int Tasks, IReadOnlyDictionary<string, int> Ends, IReadOnlyDictionary<string, int> Troubles)
{
    private const int ProblemsShown = 20;
    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public Machine Machine { get; } = Machine.This();

    /// <summary>The processes held against the bound, one of each role.</summary>
    public required IReadOnlyList<Footprint> Judged { get; init; }

    /// <summary>Those that woke only when the first of their role was busy.</summary>
    public required IReadOnlyList<Footprint> Others { get; init; }

    /// <summary>What did not hold; each a sentence. Empty when all did.</summary>
    public required IReadOnlyList<string> Problems { get; init; }

    public void Print(TextWriter output)
    {
        output.WriteLine(Line($"{Load.TotalMinutes:0.#} minutes, {Uploads} uploads, {Tasks} tasks; runs: {Counts(Ends)}"));
        output.WriteLine(Line($"{Troubles.Values.Sum()} troubles met: {Counts(Troubles)}"));
        output.WriteLine();
        PrintProcesses(output);
        output.WriteLine();

        if (GrowthBound.Reservation(Judged) is { } reservation)
        {
            output.WriteLine(reservation);
        }

        foreach (var problem in Problems.Take(ProblemsShown))
        {
            output.WriteLine(problem);
        }

        output.WriteLine(Problems.Count == 0 ? "Every upload has one task and one end, and nothing grows." : $"{Problems.Count} problems.");
    }

    public Task WriteAsync(string file, CancellationToken cancellationToken) =>
        File.WriteAllTextAsync(file, JsonSerializer.Serialize(this, Readable), cancellationToken);

    private void PrintProcesses(TextWriter output)
    {
        output.WriteLine("| role | process | resident, MiB: first | last | KiB/min | % of the mean/h | level, KiB | let pass | handles | threads |");
        output.WriteLine("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|");

        foreach (var process in Judged)
        {
            output.WriteLine(Row(process, Line($"{GrowthBound.Kibibytes(process, Uploads / Load.TotalMinutes):0}")));
        }

        foreach (var process in Others)
        {
            output.WriteLine(Row(process, "not judged"));
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
