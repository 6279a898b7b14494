using System.CommandLine;
using System.Globalization;
using FcWorkflowTrigger.Cli.Output;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Operations;
using FcWorkflowTrigger.Operations.Acting;
using FcWorkflowTrigger.Operations.Connecting;
using FcWorkflowTrigger.Operations.Reading;
using FcWorkflowTrigger.Runs;

namespace FcWorkflowTrigger.Cli.Commands.Runs;

/// <summary><c>runs resume</c>, <c>runs cancel</c> and <c>runs redrive</c>: the reconcile function carries them out, one run after another.</summary>
internal sealed class RunsActCommand
{
    private const double DefaultRate = 2;
    private const int MostAtOnce = 10_000;

    private readonly RunFilterOptions _filter = new();
    private readonly Argument<string[]> _runs = new("run") { Description = "Runs: 40 digits, the id of a task, or oss://bucket/key. Without any, the filters choose.", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<bool> _all = new("--all") { Description = "Without a run and without a filter: all runs that the action is for." };
    private readonly Option<bool> _yes = Confirmation.CreateYes();
    private readonly Option<string?> _note = new("--note") { Description = "Why; kept in the ledger with the decision." };
    private readonly Option<bool> _force = new("--force") { Description = "Redrive although the object has changed or a newer run of the same bytes succeeded." };

    private readonly Option<double> _rate = new("--rate")
    {
        Description = $"Runs a second at most (default {DefaultRate}).",
        DefaultValueFactory = _ => DefaultRate,
        Validators =
        {
            parsed =>
            {
                if (parsed.GetValueOrDefault<double>() is not (> 0 and <= 100))
                {
                    parsed.AddError("--rate must be above 0 and at most 100.");
                }
            },
        },
    };

    private readonly string _action;
    private readonly string[] _states;

    private RunsActCommand(string action, params string[] states)
    {
        _action = action;
        _states = states;
    }

    public static Command CreateResume(CommandLine line) => new RunsActCommand(RunActions.Resume, RunStates.Parked)
        .Create(line, "Lets parked runs go on. For a run that is not parked: looks at it now instead of with the next sweep.");

    public static Command CreateCancel(CommandLine line) => new RunsActCommand(RunActions.Cancel, RunStates.Parked)
        .Create(line, "Ends runs for which no task was started: parked ones, waiting ones, and those that IMS refuses for now. Nothing is started for them.");

    public static Command CreateRedrive(CommandLine line)
    {
        var redrive = new RunsActCommand(RunActions.Redrive, EndEntry.Failed, EndEntry.Rejected, EndEntry.Canceled);
        var command = redrive.Create(line, "Starts the upload of failed, rejected or canceled runs once more, each as a run of its own. Twice for the same run starts one.");
        command.Add(redrive._force);
        return command;
    }

    private Command Create(CommandLine line, string description) => line.Command(
        _action,
        $"{description} By filter: {string.Join(", ", _states)} runs unless --state says otherwise. Exits 0 if all was done, 1 if some was refused, 130 if stopped.",
        RunAsync,
        [_runs, .. _filter.ToAct, _all, _yes, _rate, _note]);

    private async Task<int> RunAsync(Session session, CancellationToken cancellationToken)
    {
        using var context = session.Open();
        var view = await LedgerView.OpenAsync(context, cancellationToken);
        using var functions = context.OpenFunctions();
        var rows = await FindAsync(session, context, view, cancellationToken);

        if (rows.Count == 0)
        {
            session.Error.WriteLine("No run fits; nothing was done.");
            return ExitCode.Success;
        }

        if (!Confirmation.Ask(session, _action, rows, session.Parsed.GetValue(_yes), context.Clock.GetUtcNow()))
        {
            session.Error.WriteLine("Nothing was done.");
            return ExitCode.Success;
        }

        return await ActAsync(session, functions, context.Connection.ReconcileFunction, rows, cancellationToken);
    }

    private async Task<IReadOnlyList<RunRow>> FindAsync(Session session, CloudContext context, LedgerView view, CancellationToken cancellationToken)
    {
        var named = session.Parsed.GetValue(_runs) ?? [];

        if (named.Length > 0)
        {
            var rows = new List<RunRow>();

            foreach (var text in named.Distinct())
            {
                rows.Add(await ReadAsync(text, context, view, cancellationToken));
            }

            return rows;
        }

        if (!_filter.IsGiven(session.Parsed) && !session.Parsed.GetValue(_all))
        {
            throw new OperationException("FILTER-EMPTY", $"name runs, or choose them with --state, --rule, --prefix, --since or --older-than; --all takes every {string.Join(", ", _states)} run.");
        }

        using var progress = session.StartProgress("runs read");
        return (await view.Listing.ListAsync(_filter.Read(session.Parsed, context.Clock.GetUtcNow(), _states), MostAtOnce, progress, cancellationToken)).Rows;
    }

    private static async Task<RunRow> ReadAsync(string text, CloudContext context, LedgerView view, CancellationToken cancellationToken)
    {
        var (id, _) = await RunTarget.FindAsync(text, view, context.Region, cancellationToken);

        if (WorkflowRun.From(await view.Ledger.ReadAsync(id, cancellationToken)) is not WorkflowRun.Opened run)
        {
            throw new OperationException("RUN-UNKNOWN", $"the ledger does not hold run {id}. It may have expired, or lie in another ledger (LEDGER_BUCKET, LEDGER_MODE).");
        }

        var (records, source) = (run.History.Records, run.Claim.Src);
        return new(
            id.Value, run.StateWord, records[^1].At, source.Bucket, source.Key, run.Claim.Rule, run.Claim.WorkflowId, source.Size, records[0].At, EndReasons.Describe(records[^1]));
    }

    private async Task<int> ActAsync(Session session, FunctionClient functions, string function, IReadOnlyList<RunRow> rows, CancellationToken cancellationToken)
    {
        var pause = TimeSpan.FromSeconds(1 / session.Parsed.GetValue(_rate));
        using var progress = session.StartProgress($"runs {_action}d".Replace("eed", "ed", StringComparison.Ordinal), rows.Count);
        var actions = new RunActions(functions, function);
        var (done, refused) = (0, 0);

        foreach (var row in rows)
        {
            // A call that is under way is not broken off: its answer says whether it was done.
            if (cancellationToken.IsCancellationRequested)
            {
                return Stop(session, done + refused, rows.Count);
            }

            var begun = TimeProvider.System.GetTimestamp();
            var result = await actions.ActAsync(row.Run, _action, session.Parsed.GetValue(_note), _action == RunActions.Redrive && session.Parsed.GetValue(_force));
            Write(session, result);
            (done, refused) = result.Ok ? (done + 1, refused) : (done, refused + 1);
            progress.Report(1);

            if (done + refused < rows.Count && pause - TimeProvider.System.GetElapsedTime(begun) is { Ticks: > 0 } rest)
            {
                await Task.Delay(rest, TimeProvider.System, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        session.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{done:N0} done, {refused:N0} refused."));
        return refused == 0 ? ExitCode.Success : ExitCode.Failed;
    }

    private static void Write(Session session, ActResult result)
    {
        if (session.Json)
        {
            session.WriteDocument(result, CliJson.Lines.ActResult);
        }
        else
        {
            session.Out.WriteLine(result.Ok
                ? $"{result.Run}  {result.Action}: done{(result.State is { } state ? $", now {state}" : "")}{(result.RedrivenAs is { } next ? $", as {next}" : "")}"
                : $"{result.Run}  {result.Action}: {result.Code}: {result.Reason}");
        }
    }

    private static int Stop(Session session, int done, int all)
    {
        session.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Stopped after {done:N0} of {all:N0} runs. The same command goes on with the rest."));
        return ExitCode.Interrupted;
    }
}
