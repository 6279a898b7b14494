using System.CommandLine;
using System.Globalization;
using FcWorkflowTrigger.Cli.Output;
using FcWorkflowTrigger.Operations.Reading;

namespace FcWorkflowTrigger.Cli.Commands.Runs;

/// <summary><c>runs list</c></summary>
internal static class RunsListCommand
{
    public const int DefaultLimit = 20;

    public static Command Create(CommandLine line)
    {
        var filter = new RunFilterOptions();
        var limit = CreateLimit();
        return line.Command(
            "list",
            "Lists runs, the newest first: all that have not ended, and what ended in the last 24 hours. Exits 0, or 1 if the ledger cannot be read.",
            (session, cancellationToken) => RunAsync(session, filter, session.Parsed.GetValue(limit), cancellationToken),
            [.. filter.ToList, limit]);
    }

    public static Option<int> CreateLimit() => new("--limit")
    {
        Description = $"How many rows at most (default {DefaultLimit}). One or two requests a row.",
        DefaultValueFactory = _ => DefaultLimit,
        Validators =
        {
            parsed =>
            {
                if (parsed.GetValueOrDefault<int>() < 1)
                {
                    parsed.AddError("--limit must be 1 or more.");
                }
            },
        },
    };

    private static async Task<int> RunAsync(Session session, RunFilterOptions options, int limit, CancellationToken cancellationToken)
    {
        using var context = session.Open();
        using var progress = session.StartProgress("runs read");
        var page = await (await LedgerView.OpenAsync(context, cancellationToken)).Listing.ListAsync(options.Read(session.Parsed, context.Clock.GetUtcNow()), limit, progress, cancellationToken);

        if (session.Json)
        {
            foreach (var row in page.Rows)
            {
                session.WriteDocument(row, CliJson.Lines.RunRow);
            }
        }
        else if (page.Rows.Count == 0)
        {
            session.Out.WriteLine("No run. Runs that ended earlier: --since 7d. One object: runs show oss://<bucket>/<key>.");
        }
        else
        {
            session.Console.Write(Tables.CreateRuns(page.Rows, context.Clock.GetUtcNow()));
            WriteRest(session, page, limit);
        }

        return ExitCode.Success;
    }

    private static void WriteRest(Session session, RunPage page, int limit)
    {
        if (page.Total is { } total && total > page.Rows.Count)
        {
            session.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{page.Rows.Count:N0} of {total:N0} runs. All: --limit {total}"));
        }
        else if (page.Total is null && page.Rows.Count == limit)
        {
            session.Error.WriteLine($"The newest {limit}; there may be more. More: --limit {limit * 10}");
        }
    }
}
