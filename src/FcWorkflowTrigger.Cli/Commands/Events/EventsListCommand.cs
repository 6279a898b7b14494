using System.CommandLine;
using FcWorkflowTrigger.Cli.Output;
using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Logging;
using FcWorkflowTrigger.Operations.Reading;
using FcWorkflowTrigger.Operations.Showing;
using Spectre.Console;

namespace FcWorkflowTrigger.Cli.Commands.Events;

/// <summary><c>events list</c></summary>
internal static class EventsListCommand
{
    /// <summary>What the keys of kept events begin with.</summary>
    public const string Root = "u/";

    private static readonly TimeSpan DefaultSince = TimeSpan.FromDays(7);

    public static Command Create(CommandLine line)
    {
        var since = new Option<TimeSpan?>("--since") { Description = "Events kept this long ago and younger (default 7d).", CustomParser = Arguments.Duration };
        return line.Command(
            "list",
            "Lists the events that reconcile could make no run of, the newest first. Exits 0, or 1 if the ledger cannot be read.",
            (session, cancellationToken) => RunAsync(session, session.Parsed.GetValue(since) ?? DefaultSince, cancellationToken),
            since);
    }

    private static async Task<int> RunAsync(Session session, TimeSpan since, CancellationToken cancellationToken)
    {
        using var context = session.Open();
        var view = await LedgerView.OpenAsync(context, cancellationToken);
        var rows = new List<EventRow>();

        await foreach (var entry in view.Bucket.ListAllAsync(context.Retry, Root, cancellationToken))
        {
            if (entry.LastModified >= context.Clock.GetUtcNow() - since)
            {
                rows.Add(new(entry.Key, entry.LastModified));
            }
        }

        rows = [.. rows.OrderByDescending(row => row.At)];

        if (session.Json)
        {
            rows.ForEach(row => session.WriteDocument(row, CliJson.Lines.EventRow));
        }
        else if (rows.Count == 0)
        {
            session.Out.WriteLine("No event is kept.");
        }
        else
        {
            var table = Tables.Create("kept", "key");
            rows.ForEach(row => table.AddRow(new Text(Times.Format(row.At)), new Text(LogText.Escape(row.Key))));
            session.Console.Write(table);
            session.Out.WriteLine($"  {session.Command($"events show {LogText.Escape(rows[0].Key)}")}");
        }

        return ExitCode.Success;
    }
}

/// <summary>One kept event; a line of <c>events list --json</c>.</summary>
internal sealed record EventRow(string Key, DateTimeOffset At);
