using System.CommandLine;
using FcWorkflowTrigger.Cli.Output;
using FcWorkflowTrigger.Operations.Reading;
using Spectre.Console;

namespace FcWorkflowTrigger.Cli.Commands.Runs;

/// <summary><c>runs watch</c></summary>
internal static class RunsWatchCommand
{
    private static readonly TimeSpan DefaultEvery = TimeSpan.FromSeconds(3);

    public static Command Create(CommandLine line)
    {
        var filter = new RunFilterOptions();
        var limit = RunsListCommand.CreateLimit();
        var every = new Option<TimeSpan?>("--every") { Description = "Look again after this long (default 3s).", CustomParser = Arguments.Duration };
        var times = new Option<int?>("--times") { Description = "Stop after so many looks (default: until Ctrl-C)." };
        return line.Command(
            "watch",
            "The list of `runs list`, live. In a pipe, a line for each run that is new or has changed. Ctrl-C ends it. Exits 0, or 1 if the ledger cannot be read.",
            (session, cancellationToken) => RunAsync(
                session, filter, session.Parsed.GetValue(limit), new(session.Parsed.GetValue(every) ?? DefaultEvery, session.Parsed.GetValue(times)), cancellationToken),
            [.. filter.ToList, limit, every, times]);
    }

    /// <param name="Times">Null for no end.</param>
    private sealed record Pace(TimeSpan Every, int? Times);

    private static async Task<int> RunAsync(Session session, RunFilterOptions options, int limit, Pace pace, CancellationToken cancellationToken)
    {
        using var context = session.Open();
        var view = await LedgerView.OpenAsync(context, cancellationToken);

        try
        {
            if (session.Json || !session.Console.Profile.Out.IsTerminal)
            {
                await WriteChangesAsync(session, looks: LookAsync(), context.Clock);
            }
            else
            {
                await session.Console.Live(new Text("…")).StartAsync(async live =>
                {
                    await foreach (var page in LookAsync())
                    {
                        live.UpdateTarget(Tables.CreateRuns(page.Rows, context.Clock.GetUtcNow()));
                    }
                });
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Ctrl-C is how a person ends a watch.
        }

        return ExitCode.Success;

        async IAsyncEnumerable<RunPage> LookAsync()
        {
            for (var look = 1; ; look++)
            {
                using var progress = session.StartProgress("runs read");
                yield return await view.Listing.ListAsync(options.Read(session.Parsed, context.Clock.GetUtcNow()), limit, progress, cancellationToken);

                if (look == pace.Times)
                {
                    yield break;
                }

                await Task.Delay(pace.Every, TimeProvider.System, cancellationToken);
            }
        }
    }

    private static async Task WriteChangesAsync(Session session, IAsyncEnumerable<RunPage> looks, TimeProvider clock)
    {
        var seen = new Dictionary<string, string>();

        await foreach (var page in looks)
        {
            // The oldest change first, as in a log.
            var changed = page.Rows.Where(row => seen.GetValueOrDefault(row.Run) != row.State).Reverse().ToArray();

            foreach (var row in changed)
            {
                seen[row.Run] = row.State;

                if (session.Json)
                {
                    session.WriteDocument(row, CliJson.Lines.RunRow);
                }
            }

            if (!session.Json && changed.Length > 0)
            {
                var table = Tables.CreateRuns(changed, clock.GetUtcNow());
                table.ShowHeaders = false;
                session.Console.Write(table);
            }
        }
    }
}
