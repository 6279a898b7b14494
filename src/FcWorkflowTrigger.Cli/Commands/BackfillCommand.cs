using System.CommandLine;
using System.Globalization;
using FcWorkflowTrigger.Cli.Backfill;
using FcWorkflowTrigger.Cli.Output;
using FcWorkflowTrigger.Ingest;
using FcWorkflowTrigger.Logging;
using FcWorkflowTrigger.Operations;
using FcWorkflowTrigger.Operations.Connecting;
using FcWorkflowTrigger.Operations.Reading;
using FcWorkflowTrigger.Operations.Showing;
using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Rules.Loading;
using Spectre.Console;

namespace FcWorkflowTrigger.Cli.Commands;

/// <summary><c>backfill</c>: opens runs for objects that were there before the trigger.</summary>
internal sealed class BackfillCommand
{
    private const double DefaultRate = 5;

    // Ingest keeps an event for 24 hours; one hour more is for the time that OSS takes.
    private static readonly Moment DefaultUntil = new(TimeSpan.FromHours(25));

    // The lifecycle rules that the README gives to the ledger delete records after so long.
    private static readonly TimeSpan LedgerMemory = TimeSpan.FromDays(120);

    private readonly Argument<string> _target = new("target") { Description = "oss://bucket/prefix; the prefix may be empty." };
    private readonly Option<string?> _rules = new("--rules") { Description = "The rules of the plan (default: RULES_FILE, else rules.json here or in src/FcWorkflowTrigger). Ingest asks its own." };
    private readonly Option<string?> _rule = new("--rule") { Description = "Only this rule." };
    private readonly Option<Moment?> _since = new("--since") { Description = "Only objects modified since: 90d, or 2026-01-31, or 2026-01-31T12:00Z.", CustomParser = Arguments.Moment };
    private readonly Option<Moment?> _until = new("--until") { Description = "Only objects modified until (default 25h: events of younger objects may still be on their way).", CustomParser = Arguments.Moment };
    private readonly Option<int?> _max = new("--max") { Description = "At most so many runs.", Validators = { AtLeastOne } };
    private readonly Option<int?> _maxOpen = new("--max-open") { Description = "Wait while so many runs are open, whoever began them.", Validators = { AtLeastOne } };
    private readonly Option<string?> _inventory = new("--inventory") { Description = "Take the objects from this manifest.json of OSS Inventory (a path, or oss://bucket/key), not from a listing." };
    private readonly Option<string?> _keys = new("--keys") { Description = "Take the objects from this file, one key a line, not from a listing." };
    private readonly Option<string?> _checkpoint = new("--checkpoint") { Description = "Where it keeps how far it has come (default: fcwt-backfill-….json here)." };
    private readonly Option<string?> _report = new("--report") { Description = "Write this CSV file: key, rule, result, run, reason." };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Only the plan." };
    private readonly Option<bool> _yes = Confirmation.CreateYes();

    private readonly Option<double> _rate = new("--rate")
    {
        Description = $"Objects a second at most (default {DefaultRate}).",
        DefaultValueFactory = _ => DefaultRate,
        Validators =
        {
            parsed =>
            {
                if (parsed.GetValueOrDefault<double>() is not (> 0 and <= 1000))
                {
                    parsed.AddError("--rate must be above 0 and at most 1000.");
                }
            },
        },
    };

    public static Command Create(CommandLine line)
    {
        var backfill = new BackfillCommand();
        return line.Command(
            "backfill",
            "Opens runs for objects that were there before the trigger, or whose events were lost: lists them, asks the rules, leaves out what has a run of the same bytes under the rule, shows the plan, asks, "
            + "and has ingest open the rest. It can be stopped and begun again anywhere. Exits 0 if all was done, 1 if some has failed, 130 if stopped.",
            backfill.RunAsync,
            backfill._target,
            backfill._rules,
            backfill._rule,
            backfill._since,
            backfill._until,
            backfill._max,
            backfill._maxOpen,
            backfill._rate,
            backfill._inventory,
            backfill._keys,
            backfill._checkpoint,
            backfill._report,
            backfill._dryRun,
            backfill._yes);
    }

    private async Task<int> RunAsync(Session session, CancellationToken cancellationToken)
    {
        var parsed = session.Parsed;
        var (bucket, prefix) = ParseTarget(parsed.GetRequiredValue(_target));
        using var context = session.Open();
        using var functions = context.OpenFunctions();
        var view = await LedgerView.OpenAsync(context, cancellationToken);
        var source = CreateSource(parsed, context, bucket, prefix);
        var checkpoint = BackfillCheckpoint.Open(parsed.GetValue(_checkpoint), Describe(parsed, source));
        var plan = await PlanAsync(session, context, view, source, bucket, checkpoint.Position, cancellationToken);
        var isDryRun = parsed.GetValue(_dryRun);
        var runs = plan.Candidates.Sum(candidate => candidate.Rows.Count);
        var isResult = isDryRun || runs == 0;
        WritePlan(session, plan, source.Name, checkpoint, isResult, context.Clock.GetUtcNow());

        if (isResult)
        {
            using var report = new BackfillReportFile(parsed.GetValue(_report), goesOn: false);
            WriteAll(session, report, plan.Rows);
            WriteSummary(session, plan.Rows, plan.IsWhole);
            return ExitCode.Success;
        }

        if (!parsed.GetValue(_yes) && !Confirmation.AskOnly(session, string.Create(CultureInfo.InvariantCulture, $"{runs:N0} run{(runs == 1 ? "" : "s")} to open")))
        {
            session.Error.WriteLine("Nothing was done.");
            return ExitCode.Success;
        }

        var pace = new BackfillPace(parsed.GetValue(_rate), parsed.GetValue(_maxOpen), view.Bucket, context.Retry, TimeProvider.System);
        return await SendAsync(
            session,
            new(document => functions.InvokeAsync(context.Connection.IngestFunction, document, CancellationToken.None), parsed.GetValue(_rule), pace),
            plan,
            checkpoint,
            cancellationToken);
    }

    private ObjectSource CreateSource(ParseResult parsed, CloudContext context, string bucket, string prefix)
    {
        var (inventory, keys) = (parsed.GetValue(_inventory), parsed.GetValue(_keys));
        return inventory is null || keys is null
            ? new(context, bucket, prefix, inventory, keys)
            : throw new OperationException("BACKFILL-SOURCE", "give --inventory or --keys, not both.");
    }

    // A checkpoint of another question must not be gone on with.
    private string Describe(ParseResult parsed, ObjectSource source) =>
        $"{source.Name}, rule {parsed.GetValue(_rule) ?? "any"}, since {parsed.GetValue(_since)?.ToString() ?? "ever"}, until {parsed.GetValue(_until) ?? DefaultUntil}";

    private async Task<BackfillPlan> PlanAsync(
        Session session, CloudContext context, LedgerView view, ObjectSource source, string bucket, Position done, CancellationToken cancellationToken)
    {
        var rules = RuleFile.Read(InputFiles.Read(InputFiles.FindRulesPath(session.Parsed.GetValue(_rules), session.Variable)));
        RequireRule(rules, session.Parsed.GetValue(_rule));
        var now = context.Clock.GetUtcNow();
        var missing = new MissingRuns(context.CreateDecision(rules)!, new(view.Ledger), new(view.Ledger, new(view.Ledger, context.Clock)));
        var planner = new BackfillPlanner(
            context,
            missing,
            session.Parsed.GetValue(_rule),
            session.Parsed.GetValue(_since)?.Before(now) ?? DateTimeOffset.MinValue,
            (session.Parsed.GetValue(_until) ?? DefaultUntil).Before(now));
        using var progress = session.StartProgress("objects looked at");
        return await planner.PlanAsync(
            source.ReadAsync(done, cancellationToken), bucket, session.Parsed.GetValue(_max) ?? int.MaxValue, () => progress.Report(1), cancellationToken);
    }

    private static void RequireRule(RuleSet rules, string? name)
    {
        if (name is not null && !rules.Rules.Any(rule => rule.Name == name))
        {
            throw new OperationException("RULE-UNKNOWN", $"no rule of the file is called '{LogText.Escape(name)}'; its rules are {string.Join(", ", rules.Rules.Select(rule => rule.Name))}.");
        }
    }

    private async Task<int> SendAsync(Session session, BackfillSender sender, BackfillPlan plan, BackfillCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        using var report = new BackfillReportFile(session.Parsed.GetValue(_report), goesOn: checkpoint.Position.Count > 0);
        using var progress = session.StartProgress("objects sent", plan.Candidates.Count);
        var rows = plan.Rows.Where(row => row.Result != BackfillRow.New).ToList();
        var hasFailed = false;
        var lastOpen = -1;
        WriteAll(session, report, rows);

        var isWhole = await sender.SendAsync(
            plan.Candidates,
            open =>
            {
                if (open != lastOpen)
                {
                    session.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{open:N0} runs are open; waiting for room."));
                    lastOpen = open;
                }
            },
            (candidate, answered) =>
            {
                rows.AddRange(answered);
                WriteAll(session, report, answered);
                progress.Report(1);
                hasFailed |= answered.Any(row => row.Result == BackfillRow.Failed);

                // What has failed is tried again by the same command.
                if (!hasFailed)
                {
                    checkpoint.Advance(candidate.Done);
                }
            },
            cancellationToken);

        WriteSummary(session, rows, isWhole && plan.IsWhole && !hasFailed);
        return Finish(session, plan, checkpoint, isWhole, hasFailed, cancellationToken.IsCancellationRequested);
    }

    private static int Finish(Session session, BackfillPlan plan, BackfillCheckpoint checkpoint, bool isWhole, bool hasFailed, bool isStopped)
    {
        if (isWhole && plan.IsWhole && !hasFailed)
        {
            checkpoint.Delete();
            return ExitCode.Success;
        }

        checkpoint.Write();
        var file = LogText.Escape(checkpoint.Path);
        session.Error.WriteLine(isStopped
            ? $"Stopped. The same command goes on with the rest (checkpoint {file})."
            : hasFailed
                ? $"Some of it has failed; the column reason says why. The same command tries it again (checkpoint {file})."
                : $"There is more. The same command goes on (checkpoint {file}).");
        return isStopped ? ExitCode.Interrupted : hasFailed ? ExitCode.Failed : ExitCode.Success;
    }

    // The plan of a dry run, or one that opens nothing, is the result; before a question it is not.
    private static void WritePlan(Session session, BackfillPlan plan, string source, BackfillCheckpoint checkpoint, bool isResult, DateTimeOffset now)
    {
        session.Error.WriteLine($"{(checkpoint.Position.Count > 0 ? string.Create(CultureInfo.InvariantCulture, $"Going on after object {checkpoint.Position.Count:N0} of ") : "Plan for ")}{source}:");

        if (!isResult)
        {
            Write(AnsiConsole.Create(new() { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(session.Error) }), session, BackfillCount.Count(plan.Rows));
        }

        if (!plan.IsWhole)
        {
            session.Error.WriteLine("There may be more objects; --max ends the plan here.");
        }

        if (plan.Oldest is { } oldest && oldest + LedgerMemory < now)
        {
            session.Error.WriteLine($"The oldest is of {Times.Format(oldest)}. The ledger forgets runs after {LedgerMemory.TotalDays:0} days (lifecycle): leave out with --since what may have run before.");
        }
    }

    private static void WriteSummary(Session session, IReadOnlyList<BackfillRow> rows, bool isWhole)
    {
        var counts = BackfillCount.Count(rows);

        if (session.Json)
        {
            session.WriteDocument(new BackfillSummary(counts, isWhole), CliJson.Lines.BackfillLine);
        }
        else
        {
            Write(session.Console, session, counts);
        }
    }

    private static void Write(IAnsiConsole console, Session session, IReadOnlyList<BackfillCount> counts)
    {
        console.Profile.Width = session.Console.Profile.Width;
        var table = Tables.Create("rule", "result", "reason", "objects", "MB");

        foreach (var count in counts)
        {
            table.AddRow(
                new Text(count.Rule ?? "-"),
                new Text(count.Result),
                new Text(count.Reason ?? ""),
                new Text(count.Objects.ToString("N0", CultureInfo.InvariantCulture)),
                new Text((count.Bytes / 1e6).ToString("N1", CultureInfo.InvariantCulture)));
        }

        console.Write(table);
    }

    private static void WriteAll(Session session, BackfillReportFile report, IEnumerable<BackfillRow> rows)
    {
        foreach (var row in rows)
        {
            report.Write(row);

            if (session.Json)
            {
                session.WriteDocument(row, CliJson.Lines.BackfillLine);
            }
        }
    }

    private static (string Bucket, string Prefix) ParseTarget(string text)
    {
        const string Scheme = "oss://";
        var rest = text.StartsWith(Scheme, StringComparison.Ordinal) ? text[Scheme.Length..] : "";
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        var bucket = slash < 0 ? rest : rest[..slash];
        return bucket.Length > 0
            ? (bucket, slash < 0 ? "" : rest[(slash + 1)..])
            : throw new OperationException("OBJECT-ADDRESS", $"'{LogText.Escape(text)}' is no place of objects; write oss://bucket/prefix.");
    }

    private static void AtLeastOne(System.CommandLine.Parsing.OptionResult parsed)
    {
        if (parsed.GetValueOrDefault<int?>() < 1)
        {
            parsed.AddError($"{parsed.Option.Name} must be 1 or more.");
        }
    }
}
