using System.CommandLine;
using System.Globalization;
using FcWorkflowTrigger.Cli.Output;
using FcWorkflowTrigger.Operations.Reading;
using Spectre.Console;

namespace FcWorkflowTrigger.Cli.Commands.Runs;

/// <summary><c>runs count</c></summary>
internal static class RunsCountCommand
{
    public static Command Create(CommandLine line)
    {
        var filter = new RunFilterOptions();
        return line.Command(
            "count",
            "Counts runs by state, without reading a record unless --rule or --prefix is given. Exits 0, or 1 if the ledger cannot be read.",
            (session, cancellationToken) => RunAsync(session, filter, cancellationToken),
            filter.ToList);
    }

    private static async Task<int> RunAsync(Session session, RunFilterOptions options, CancellationToken cancellationToken)
    {
        using var context = session.Open();
        using var progress = session.StartProgress("runs read");
        var filter = options.Read(session.Parsed, context.Clock.GetUtcNow());
        var counts = await (await LedgerView.OpenAsync(context, cancellationToken)).Listing.CountAsync(filter, progress, cancellationToken);
        var report = new CountReport(filter.Since, counts.Values.Sum(), RunStates.All.Where(counts.ContainsKey).ToDictionary(state => state, state => counts[state]));

        if (session.Json)
        {
            session.WriteDocument(report, CliJson.Default.CountReport);
            return ExitCode.Success;
        }

        var table = Tables.Create("state", "runs");

        foreach (var (state, count) in report.States)
        {
            table.AddRow(state, count.ToString("N0", CultureInfo.InvariantCulture));
        }

        table.AddRow("all", report.Total.ToString("N0", CultureInfo.InvariantCulture));
        session.Console.Write(table);
        return ExitCode.Success;
    }
}

/// <summary>The output of <c>runs count --json</c>.</summary>
/// <param name="Since">Ends before are not counted.</param>
/// <param name="States">By state; a state without runs is left out. <c>open</c> does not include runs that wait for a sidecar.</param>
internal sealed record CountReport(DateTimeOffset Since, int Total, IReadOnlyDictionary<string, int> States);
