using Spectre.Console;

namespace FcWorkflowTrigger.Cli.Explaining;

/// <summary>The answer of <c>explain</c>, for people.</summary>
internal static class ExplainText
{
    public static void Write(IAnsiConsole console, ExplainReport report)
    {
        console.MarkupLineInterpolated($"[bold]{report.Upload}[/]  {report.Size:N0} bytes, eTag {report.ETag}");
        console.Write(Rules(report));
        Sidecars(console, report);
        console.MarkupLineInterpolated(report.Outcome switch
        {
            "admitted" => $"[green]It would run.[/]",
            "undecided" => (FormattableString)$"[yellow]Whether it would run cannot be told: {report.Reason}.[/]",
            _ => $"[yellow]It would not run: {report.Reason}.[/]",
        });
        console.WriteLine();
        Ledger(console, report);
    }

    private static Table Rules(ExplainReport report)
    {
        var table = new Table().Border(TableBorder.Minimal).AddColumns("rule", "verdict", "decided by", "because");

        foreach (var rule in report.Rules)
        {
            table.AddRow(
                new Text(rule.Rule),
                new Text(rule.Verdict, rule.Verdict == "takes" ? new Style(Color.Green) : Style.Plain),
                new Text(rule.Field ?? ""),
                new Text(rule.WorkflowId is null ? rule.Because ?? "" : $"{rule.Because}: workflow {rule.WorkflowId}"));
        }

        return table;
    }

    private static void Sidecars(IAnsiConsole console, ExplainReport report)
    {
        foreach (var (rule, sidecar) in report.Rules.Where(rule => rule.Sidecar is not null).Select(rule => (rule.Rule, rule.Sidecar!)))
        {
            console.MarkupLineInterpolated($"Sidecar for rule {rule}: {sidecar.Object} is {sidecar.State}{(sidecar.Fields is { } fields ? $" ({string.Join(", ", fields)})" : "")}; {sidecar.Then}");
        }
    }

    private static void Ledger(IAnsiConsole console, ExplainReport report)
    {
        var ledger = report.Ledger ?? new("not read.", []);

        if (ledger.NotRead is { } lack)
        {
            console.MarkupLineInterpolated($"Ledger: {lack}");
            return;
        }

        console.MarkupLineInterpolated($"Ledger: {(ledger.Runs.Count == 0 ? "no run of this key." : $"{ledger.Runs.Count} run(s) of this key.")}");

        foreach (var run in ledger.Runs)
        {
            console.MarkupLineInterpolated($"  [bold]{run.State}[/]{(run.End is null ? "" : $" ({run.End})")}{(run.WaitsUntil is { } until ? $" for its sidecar until {until:u}" : "")}  rule {run.Rule}, claimed {run.ClaimedAt:u}{(run.IsThisUpload ? "" : ", another upload")}");
            console.MarkupLineInterpolated($"    run {run.RunId}, task {run.TaskId ?? "none"}, media {run.MediaId ?? "none"}, {(run.RulesHash == report.RulesHash ? "these rules" : "other rules")}");
        }
    }
}
