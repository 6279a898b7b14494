using System.CommandLine;
using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Ingest;
using FcWorkflowTrigger.Logging;
using FcWorkflowTrigger.Rules.Loading;
using Spectre.Console;

namespace FcWorkflowTrigger.Cli.Commands;

/// <summary><c>explain</c> and <c>rules check</c>.</summary>
internal static class CommandLine
{
    private static readonly Argument<string> Object = new("object") { Description = "oss://bucket/key" };
    private static readonly Option<string?> Event = new("--event") { Description = "Read the upload from this event file instead of from OSS." };
    private static readonly Option<string?> RulesFile = new("--rules") { Description = "The rules (default: RULES_FILE, else rules.json here or in src/FcWorkflowTrigger)." };
    private static readonly Option<bool> Json = new("--json") { Description = "Write JSON." };
    private static readonly Argument<string> File = new("file") { Description = "The rules to check." };

    public static RootCommand Create(Func<string, string?> variable, IAnsiConsole console)
    {
        var explain = new Command("explain", "Shows what each rule decides about an upload and why, and the runs of the object in the ledger. Exits 0 if the upload would run, 3 if not, 4 if that cannot be decided.")
        {
            Object, Event, RulesFile, Json,
        };
        explain.SetAction((parsed, cancellationToken) => RunGuardedAsync(parsed, () => new ExplainCommand(variable, console).RunAsync(
            new(parsed.GetRequiredValue(Object), parsed.GetValue(Event), parsed.GetValue(RulesFile), parsed.GetValue(Json)), cancellationToken)));

        var check = new Command("check", "Lists all problems of a rules file, with line numbers. Exits 0 if there are none, else 1.") { File, Json };
        check.SetAction((parsed, cancellationToken) => RunGuardedAsync(parsed, () =>
            Task.FromResult(new CheckCommand(console).Run(parsed.GetRequiredValue(File), parsed.GetValue(Json)))));

        return new RootCommand("Explains FcWorkflowTrigger's rules and runs.") { explain, new Command("rules", "Commands for rules files.") { check } };
    }

    private static async Task<int> RunGuardedAsync(ParseResult parsed, Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (Exception problem) when (problem is CliException or RuleFileException or MalformedEventException or OssException or InvalidDataException)
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync(ToLines(problem.Message));
            return ExitCode.Failed;
        }
        catch (Exception problem) when (problem is HttpRequestException or TimeoutException)
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync($"OSS-UNREACHABLE: OSS did not answer ({LogText.ToLine(problem.Message)}). Check OSS_ENDPOINT, FC_REGION and the network.");
            return ExitCode.Failed;
        }
    }

    // A message may have several lines of its own.
    private static string ToLines(string message) => string.Join(Environment.NewLine, message.Split(Environment.NewLine).Select(LogText.ToLine));
}
