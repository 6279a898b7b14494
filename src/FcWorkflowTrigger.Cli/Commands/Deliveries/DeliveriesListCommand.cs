using System.CommandLine;
using System.Globalization;
using FcWorkflowTrigger.Cli.Output;
using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Logging;
using FcWorkflowTrigger.Operations.Connecting;
using FcWorkflowTrigger.Operations.Reading;
using FcWorkflowTrigger.Operations.Showing;
using FcWorkflowTrigger.Outcomes.Delivery;
using Spectre.Console;

namespace FcWorkflowTrigger.Cli.Commands.Deliveries;

/// <summary><c>deliveries list</c></summary>
internal static class DeliveriesListCommand
{
    private const int DefaultLimit = 50;

    public static Command Create(CommandLine line)
    {
        var run = new Argument<string?>("run") { Description = "Only of this run, delivered ones too: 40 digits, the id of a task, or oss://bucket/key.", Arity = ArgumentArity.ZeroOrOne };
        var limit = new Option<int>("--limit") { Description = $"How many outcomes at most (default {DefaultLimit}).", DefaultValueFactory = _ => DefaultLimit };
        return line.Command(
            "list",
            "Lists the outcomes that are not delivered yet, the longest waiting first. Exits 0, or 1 if the ledger cannot be read.",
            (session, cancellationToken) => RunAsync(session, session.Parsed.GetValue(run), session.Parsed.GetValue(limit), cancellationToken),
            run,
            limit);
    }

    private static async Task<int> RunAsync(Session session, string? target, int limit, CancellationToken cancellationToken)
    {
        using var context = session.Open();
        var view = await LedgerView.OpenAsync(context, cancellationToken);
        var rows = target is null
            ? await ListUndeliveredAsync(context, view, limit, cancellationToken)
            : await ListOfRunAsync(target, context, view, cancellationToken);

        if (session.Json)
        {
            foreach (var row in rows)
            {
                session.WriteDocument(row, CliJson.Lines.DeliveryRow);
            }

            return ExitCode.Success;
        }

        if (rows.Count == 0)
        {
            session.Out.WriteLine(target is null ? "Every outcome is delivered, or given up." : "No outcome of this run was tried. Without OUTCOME_WEBHOOKS there are none.");
            return ExitCode.Success;
        }

        var table = Tables.Create("run", "end", "receiver", "tries", "last", "next");

        foreach (var row in rows)
        {
            table.AddRow(
                new Text(row.Run),
                new Text($"{row.End}{(row.Resend is null ? "" : " again")}"),
                new Text(LogText.Escape(row.Sink)),
                new Text(row.Attempts.ToString(CultureInfo.InvariantCulture)),
                new Text(LogText.ToLine(row.Last), Tables.StyleOf(row.Last)),
                new Text(row.NextAt is { } next ? Times.Format(next) : "never"));
        }

        session.Console.Write(table);
        return ExitCode.Success;
    }

    private static async Task<IReadOnlyList<DeliveryRow>> ListUndeliveredAsync(CloudContext context, LedgerView view, int limit, CancellationToken cancellationToken)
    {
        var markers = new List<(Marker Marker, DateTimeOffset At)>();

        await foreach (var entry in view.Bucket.ListAllAsync(context.Retry, $"{Marker.Undelivered}/", cancellationToken))
        {
            if (Marker.TryParse(entry.Key, out var marker))
            {
                markers.Add((marker, entry.LastModified));
            }
        }

        var shown = markers.OrderBy(marker => marker.At).Take(limit).ToArray();
        var deliveries = await Task.WhenAll(shown.Select(async marker =>
        {
            var all = await RunReader.ReadDeliveriesAsync(view, marker.Marker.Run, cancellationToken);
            var own = all.Where(delivery => delivery.End == marker.Marker.End && delivery.Resend == marker.Marker.Resend && delivery.Last != DeliveryEntry.Delivered).ToArray();
            return own.Length > 0 ? own : [new(marker.Marker.End ?? 0, "(all)", 0, "not tried yet", marker.Marker.Hour, marker.Marker.Resend)];
        }));
        return [.. shown.Zip(deliveries).SelectMany(pair => pair.Second.Select(delivery => DeliveryRow.From(pair.First.Marker.Run.Value, delivery)))];
    }

    private static async Task<IReadOnlyList<DeliveryRow>> ListOfRunAsync(string target, CloudContext context, LedgerView view, CancellationToken cancellationToken)
    {
        var (run, _) = await RunTarget.FindAsync(target, view, context.Region, cancellationToken);
        return [.. (await RunReader.ReadDeliveriesAsync(view, run, cancellationToken)).Select(delivery => DeliveryRow.From(run.Value, delivery))];
    }
}

/// <summary>One outcome on its way to one receiver; a line of <c>deliveries list --json</c>.</summary>
/// <param name="End">The place of the end in the run's log. <c>run-end</c> is the <c>webhook-id</c>.</param>
/// <param name="Sink">The receiver as it is named in the ledger; <c>(all)</c> before the first try.</param>
/// <param name="Last"><c>delivered</c>, <c>gone</c>, <c>not tried yet</c>, or why the last try failed.</param>
/// <param name="NextAt">Null when there is no next try.</param>
/// <param name="Resend">The command that had it sent again; null for the first delivery of the end.</param>
internal sealed record DeliveryRow(string Run, int End, string Sink, int Attempts, string Last, DateTimeOffset? NextAt, string? Resend)
{
    public static DeliveryRow From(string run, DeliveryView delivery) => new(run, delivery.End, delivery.Sink, delivery.Attempts, delivery.Last, delivery.NextAt, delivery.Resend);
}
