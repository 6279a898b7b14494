using FcWorkflowTrigger.Logging;
using FcWorkflowTrigger.Operations.Explaining;
using Spectre.Console;

namespace FcWorkflowTrigger.Cli.Output;

/// <summary>Writes the report of <c>explain</c> as text for people.</summary>
internal static class ExplainReportWriter
{
    public static void Write(IAnsiConsole console, ExplainReport report)
    {
        console.MarkupLineInterpolated($"[bold]{LogText.ToLine(report.Upload)}[/]  {report.Size:N0} bytes, eTag {LogText.ToLine(report.ETag)}");
        console.Write(CreateRuleTable(report));
        WriteTaskUserData(console, report);
        WritePlans(console, report);
        WriteQuiet(console, report);
        WriteSidecars(console, report);
        console.MarkupLineInterpolated(report.Outcome switch
        {
            "admitted" => $"[green]The upload would run.[/]",
            "undecided" => (FormattableString)$"[yellow]Whether the upload would run cannot be decided: {report.Reason}.[/]",
            _ => $"[yellow]The upload would not run: {report.Reason}.[/]",
        });
        console.WriteLine();
        WriteLedger(console, report);
    }

    private static Table CreateRuleTable(ExplainReport report)
    {
        var table = new Table().Border(TableBorder.Minimal).AddColumns("rule", "verdict", "decided by", "because");

        foreach (var rule in report.Rules)
        {
            table.AddRow(
                new Text(rule.Rule),
                new Text(rule.Verdict, rule.Verdict == "takes" ? new Style(Color.Green) : Style.Plain),
                new Text(rule.Field ?? ""),
                new Text(LogText.ToLine(rule.WorkflowId is null ? rule.Because ?? "" : $"{rule.Because}: workflow {rule.WorkflowId}")));
        }

        return table;
    }

    private static void WriteTaskUserData(IAnsiConsole console, ExplainReport report)
    {
        foreach (var rule in report.Rules.Where(rule => rule.TaskUserData is not null))
        {
            console.MarkupLineInterpolated($"UserData of the task by rule {rule.Rule}: {Tables.Format(rule.TaskUserData!)}");
        }
    }

    private static void WritePlans(IAnsiConsole console, ExplainReport report)
    {
        foreach (var rule in report.Rules.Where(rule => rule.ExpectWithin is not null))
        {
            console.MarkupLineInterpolated($"Expected by rule {rule.Rule}: the task ends within {rule.ExpectWithin} of its start; after that the run is told as overdue");
        }

        foreach (var rule in report.Rules.Where(rule => rule.Mark is not null))
        {
            console.MarkupLineInterpolated($"Mark by rule {rule.Rule}: at the end of the run the object is tagged {Tables.Format(rule.Mark!)}");
        }
    }

    private static void WriteQuiet(IAnsiConsole console, ExplainReport report)
    {
        foreach (var rule in report.Rules.Where(rule => rule.QuietFor is not null))
        {
            console.MarkupLineInterpolated($"Rule {rule.Rule} starts the last upload of a key that has been quiet for {rule.QuietFor}; the runs of earlier ones end as Superseded.");
        }
    }

    private static void WriteSidecars(IAnsiConsole console, ExplainReport report)
    {
        foreach (var (rule, sidecar) in report.Rules.Where(rule => rule.Sidecar is not null).Select(rule => (rule.Rule, rule.Sidecar!)))
        {
            console.MarkupLineInterpolated($"Sidecar for rule {rule}: {LogText.ToLine($"{sidecar.Object} is {sidecar.State}{(sidecar.Fields is { } fields ? $" ({string.Join(", ", fields)})" : "")}; {sidecar.Then}")}");
        }
    }

    private static void WriteLedger(IAnsiConsole console, ExplainReport report)
    {
        var ledger = report.Ledger ?? new("not read.", []);

        if (ledger.NotRead is { } reason)
        {
            console.MarkupLineInterpolated($"Ledger: {reason}");
            return;
        }

        console.MarkupLineInterpolated($"Ledger: {(ledger.Runs.Count == 0 ? "no run of this key." : $"{ledger.Runs.Count} run(s) of this key.")}");

        foreach (var run in ledger.Runs)
        {
            console.MarkupLineInterpolated($"  [bold]{run.State}[/]{(run.End is null ? "" : $" ({LogText.ToLine(run.End)})")}{(run.WaitsUntil is { } until ? $" for its sidecar until {until:u}" : "")}{(run.QuietUntil is { } quiet ? $", waits for quiet until {quiet:u}" : "")}  rule {run.Rule}, claimed {run.ClaimedAt:u}{(run.IsThisUpload ? "" : ", another upload")}");
            console.MarkupLineInterpolated($"    run {run.RunId}, task {run.TaskId ?? "none"}, media {run.MediaId ?? "none"}, {(run.RulesHash == report.RulesHash ? "these rules" : "other rules")}{(run.Forerunner is { } forerunner ? $", repeats run {forerunner}" : "")}{(run.Via is { } via ? $", came by {via}" : "")}");
        }
    }
}
