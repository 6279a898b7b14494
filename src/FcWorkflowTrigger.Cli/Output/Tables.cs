using FcWorkflowTrigger.Logging;
using FcWorkflowTrigger.Operations.Reading;
using FcWorkflowTrigger.Operations.Showing;
using Spectre.Console;

namespace FcWorkflowTrigger.Cli.Output;

/// <summary>Tables of runs.</summary>
internal static class Tables
{
    /// <summary>A table without lines, so that each row is one line for <c>grep</c>.</summary>
    public static Table Create(params string[] columns)
    {
        var table = new Table().Border(TableBorder.None);

        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(new Text(column, new Style(decoration: Decoration.Bold))).NoWrap().Padding(0, 0, 2, 0));
        }

        return table;
    }

    /// <param name="now">The cloud's time, for ages.</param>
    public static Table CreateRuns(IEnumerable<RunRow> rows, DateTimeOffset now)
    {
        var table = Create("state", "age", "rule", "object", "run", "why");

        foreach (var row in rows)
        {
            table.AddRow(
                new Text(row.State, StyleOf(row.State)),
                new Text(Times.Format(now - row.At)),
                new Text(row.Rule ?? "?"),
                new Text(row.Key is null ? "?" : Name(row.Bucket, row.Key)),
                new Text(row.Run),
                new Text(LogText.ToLine(row.Reason ?? "")));
        }

        return table;
    }

    /// <summary>The object of a run, or the media asset that a person started it for: that has no bucket.</summary>
    public static string Name(string? bucket, string? key) =>
        bucket is "" ? $"media:{LogText.Escape(key)}" : $"oss://{LogText.Escape(bucket)}/{LogText.Escape(key)}";

    /// <summary>Fields on one line.</summary>
    public static string Format(IReadOnlyDictionary<string, string> fields) => string.Join(", ", fields.Select(field => $"{field.Key}={LogText.ToLine(field.Value)}"));

    public static Style StyleOf(string state) => state switch
    {
        "succeeded" or "delivered" => new(Color.Green),
        "failed" or "rejected" or "parked" => new(Color.Red),
        "canceled" => new(Color.Yellow),
        _ => Style.Plain,
    };
}
