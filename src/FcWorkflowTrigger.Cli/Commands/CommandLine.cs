using System.CommandLine;
using FcWorkflowTrigger.Cli.Commands.Deliveries;
using FcWorkflowTrigger.Cli.Commands.Events;
using FcWorkflowTrigger.Cli.Commands.Ops;
using FcWorkflowTrigger.Cli.Commands.Rules;
using FcWorkflowTrigger.Cli.Commands.Runs;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Ingest;
using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Logging;
using FcWorkflowTrigger.Operations;
using FcWorkflowTrigger.Operations.Acting;
using FcWorkflowTrigger.Rules.Loading;
using Spectre.Console;

namespace FcWorkflowTrigger.Cli.Commands;

/// <summary>Runs one command and returns its exit code.</summary>
internal delegate Task<int> CommandAction(Session session, CancellationToken cancellationToken);

/// <summary>All commands. Each has a file of its own, in a folder by its noun, and makes itself with <c>Create</c>.</summary>
internal sealed class CommandLine(Func<string, string?> variable, IAnsiConsole console)
{
    public static RootCommand Create(Func<string, string?> variable, IAnsiConsole console)
    {
        var line = new CommandLine(variable, console);
        var root = new RootCommand("fcwt: see, explain and act on the workflow runs of FcWorkflowTrigger. Something is wrong? Begin with `fcwt status`.")
        {
            StatusCommand.Create(line),
            DoctorCommand.Create(line),
            ConsoleCommand.Create(line),
            new Command("runs", "Runs: one upload under one rule.")
            {
                RunsListCommand.Create(line),
                RunsShowCommand.Create(line),
                RunsCountCommand.Create(line),
                RunsWatchCommand.Create(line),
                RunsActCommand.CreateResume(line),
                RunsActCommand.CreateCancel(line),
                RunsActCommand.CreateRedrive(line),
            },
            new Command("deliveries", "Outcomes on their way to your systems.")
            {
                DeliveriesListCommand.Create(line),
                DeliveriesResendCommand.Create(line),
                DeliveriesTestCommand.Create(line),
            },
            new Command("events", "Events that no run could be made of (u/ of the ledger).")
            {
                EventsListCommand.Create(line),
                EventsShowCommand.Create(line),
                EventsReplayCommand.Create(line),
            },
            InitCommand.Create(line),
            ExplainCommand.Create(line),
            PutCommand.Create(line),
            BackfillCommand.Create(line),
            StartCommand.Create(line),
            new Command("rules", "Commands for rules files.") { CheckCommand.Create(line) },
            new Command("ops", "Alerts, dashboard and rules (ops/) for Simple Log Service and CloudMonitor.") { OpsCheckCommand.Create(line), OpsRenderCommand.Create(line) },
            CompletionsCommand.Create(line),
        };

        foreach (var option in GlobalOptions.All)
        {
            root.Add(option);
        }

        return root;
    }

    /// <summary>A command that does <paramref name="action"/>.</summary>
    /// <param name="description">Ends with the exit codes.</param>
    public Command Command(string name, string description, CommandAction action, params IEnumerable<Symbol> symbols)
    {
        var command = new Command(name, description);

        foreach (var symbol in symbols)
        {
            switch (symbol)
            {
                case Argument argument:
                    command.Add(argument);
                    break;
                case Option option:
                    command.Add(option);
                    break;
                default:
                    throw new InvalidOperationException($"{symbol} is no argument and no option.");
            }
        }

        command.SetAction((parsed, cancellationToken) => RunGuardedAsync(new(parsed, variable, console), action, cancellationToken));
        return command;
    }

    private static async Task<int> RunGuardedAsync(Session session, CommandAction action, CancellationToken cancellationToken)
    {
        try
        {
            return await action(session, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await session.Error.WriteLineAsync("Stopped. Nothing was changed; the same command begins again.");
            return ExitCode.Interrupted;
        }
        catch (Exception problem) when (problem is OperationException or RuleFileException or MalformedEventException or OssException or ImsException or FunctionException or LedgerIncompleteException or InvalidDataException)
        {
            await session.Error.WriteLineAsync(ToLines(problem.Message));
            return ExitCode.Failed;
        }
        catch (Exception problem) when (problem is HttpRequestException or TimeoutException)
        {
            await session.Error.WriteLineAsync(DescribeUnreachable(session, problem));
            return ExitCode.Failed;
        }
    }

    private static string DescribeUnreachable(Session session, Exception problem) => session.Request.Local
        ? $"LOCAL-UNREACHABLE: the local cloud does not answer on port {session.Request.PortBase} ({LogText.ToLine(problem.Message)}). Start it with `dotnet run --project src/FcWorkflowTrigger.Emulator -- up`."
        : $"OSS-UNREACHABLE: OSS did not answer ({LogText.ToLine(problem.Message)}). Check OSS_ENDPOINT, FC_REGION and the network.";

    // A message may have several lines of its own.
    private static string ToLines(string message) => string.Join(Environment.NewLine, message.Split(Environment.NewLine).Select(LogText.ToLine));
}
