using System.CommandLine;
using System.Globalization;
using FcWorkflowTrigger.Cli.Output;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Logging;
using FcWorkflowTrigger.Operations;
using FcWorkflowTrigger.Operations.Reading;
using FcWorkflowTrigger.Operations.Showing;
using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Rules.Loading;
using Spectre.Console;

namespace FcWorkflowTrigger.Cli.Commands;

/// <summary><c>status</c></summary>
internal static class StatusCommand
{
    public static Command Create(CommandLine line)
    {
        var rules = new Option<string?>("--rules") { Description = "The rules, for the limits of budgets (default: RULES_FILE, else rules.json here or in src/FcWorkflowTrigger)." };
        return line.Command(
            "status",
            "One screen: open, waiting and parked runs, what ended today, the oldest open run, outcomes that are not delivered, budgets, and the last sweep. Exits 0 if all is well, 1 if a person is needed.",
            (session, cancellationToken) => RunAsync(session, session.Parsed.GetValue(rules), cancellationToken),
            rules);
    }

    private static async Task<int> RunAsync(Session session, string? rules, CancellationToken cancellationToken)
    {
        using var context = session.Open();
        var view = await LedgerView.OpenAsync(context, cancellationToken);
        var report = await new StatusReader(context, view).ReadAsync(ReadRules(rules, session.Variable), cancellationToken);

        if (session.Json)
        {
            session.WriteDocument(report, CliJson.Default.StatusReport);
        }
        else
        {
            Write(session, report);
        }

        return report.IsPersonNeeded ? ExitCode.Failed : ExitCode.Success;
    }

    // Without rules the limits are not known; the use is shown all the same.
    private static RuleSet? ReadRules(string? named, Func<string, string?> variable)
    {
        try
        {
            return RuleFile.Read(InputFiles.Read(InputFiles.FindRulesPath(named, variable)));
        }
        catch (Exception problem) when (named is null && problem is OperationException or RuleFileException)
        {
            return null;
        }
    }

    private static void Write(Session session, StatusReport report)
    {
        session.Console.Write(new Text(
            report.IsPersonNeeded ? $"A person is needed: {string.Join(", ", report.DescribeNeeds())}.\n" : "No person is needed.\n",
            report.IsPersonNeeded ? new Style(Color.Red, decoration: Decoration.Bold) : new Style(Color.Green)));
        var table = new Table().Border(TableBorder.None).HideHeaders().AddColumn("").AddColumn(new TableColumn("").NoWrap());
        Add("cloud", $"{report.Cloud}, {Times.Format(report.At)}");
        Add("open", $"{report.Open:N0} ({report.Waiting:N0} wait for a sidecar)");
        Add("overdue", $"{report.Overdue:N0}");
        Add("parked", $"{report.Parked:N0}");
        Add("ended today", report.EndedToday.Count == 0 ? "none" : string.Join(", ", EndEntry.States.Where(report.EndedToday.ContainsKey).Select(state => $"{report.EndedToday[state]:N0} {state}")));
        Add("oldest open", report.OldestOpen is { } oldest ? $"{Times.Format(report.At - oldest.At)}: {oldest.Run} {Tables.Name(oldest.Bucket, oldest.Key)}" : "none");
        Add("not delivered", $"{report.Undelivered:N0} outcomes");

        foreach (var budget in report.Budgets)
        {
            Add("budget", $"{budget.Used.ToString("N0", CultureInfo.InvariantCulture)}{(budget.Limit is { } limit ? $" of {limit:N0}" : "")} {budget.Kind} of {budget.Scope}");
        }

        Add("last sweep", report.LastSweep is { } sweep ? Describe(sweep, report.At) : "none recorded");

        foreach (var place in report.CatchUp)
        {
            Add("catch-up", Describe(place, report.At));
        }

        session.Console.Write(table);

        if (Suggest(report) is { } command)
        {
            session.Out.WriteLine($"  {session.Command(command)}");
        }

        void Add(string name, string value) => table.AddRow(new Text(name), new Text(value));
    }

    private static string Describe(SweepReport sweep, DateTimeOffset now) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Times.Format(now - sweep.At)} ago: {sweep.Seen:N0} seen, {sweep.Finished:N0} finished, {sweep.Recovered:N0} recovered, {sweep.Parked:N0} parked, {sweep.Errors:N0} errors"
        + $"{(sweep.IsComplete ? "" : ", not all that were due")} (version {LogText.Escape(sweep.Version)})");

    private static string Describe(CatchUpReport place, DateTimeOffset now) => string.Create(
        CultureInfo.InvariantCulture,
        $"{LogText.ToLine(place.Place)}: {(place.Through is { } through ? $"looked at until {Times.Format(now - through)} ago" : "the first round is not over")}, "
        + $"{place.Failed:N0} tried again, {(place.TakenAt is { } at ? $"a missed event {Times.Format(now - at)} ago" : "no missed event")}");

    private static string? Suggest(StatusReport report) => report switch
    {
        { Parked: > 0 } => "runs list --state parked",
        { Overdue: > 0 } => "runs list --state overdue",
        { IsPersonNeeded: true } => "doctor --cloud",
        { Undelivered: > 0 } => "deliveries list",
        { OldestOpen: { } oldest } => $"runs show {oldest.Run}",
        _ => null,
    };
}
