using System.CommandLine;
using FcWorkflowTrigger.Operations.Reading;
using FcWorkflowTrigger.Rules.Loading;
using Spectre.Console;

namespace FcWorkflowTrigger.Cli.Commands.Rules;

/// <summary>Lists the problems of a rules file, one on each line, as compilers do.</summary>
internal static class CheckCommand
{
    public static Command Create(CommandLine line)
    {
        var file = new Argument<string>("file") { Description = "The rules to check." };
        return line.Command(
            "check",
            "Lists all problems of a rules file, with line numbers. Exits 0 if there are none, else 1.",
            (session, _) => Task.FromResult(Run(session, session.Parsed.GetRequiredValue(file))),
            file);
    }

    private static int Run(Session session, string path)
    {
        var content = InputFiles.Read(path);
        var problems = RuleFile.Validate(content);
        var warnings = problems.Count == 0 ? RuleFile.Read(content).Warnings : [];

        if (session.Json)
        {
            session.WriteDocument(new(CreateLines(problems), CreateLines(warnings)), CliJson.Default.CheckReport);
        }
        else
        {
            Write(session.Console, path, problems, warnings);
        }

        return problems.Count == 0 ? ExitCode.Success : ExitCode.Failed;
    }

    private static void Write(IAnsiConsole console, string path, IReadOnlyList<RuleProblem> problems, IReadOnlyList<RuleProblem> warnings)
    {
        foreach (var problem in problems)
        {
            console.Profile.Out.Writer.WriteLine($"{path}:{problem.Line}: {problem.Sentence}");
        }

        foreach (var warning in warnings)
        {
            console.Profile.Out.Writer.WriteLine($"{path}:{warning.Line}: warning: {warning.Sentence}");
        }

        if (problems.Count == 0)
        {
            console.MarkupLineInterpolated($"[green]{path} is valid.[/]");
        }
    }

    private static CheckedLine[] CreateLines(IReadOnlyList<RuleProblem> problems) =>
        [.. problems.Select(problem => new CheckedLine(problem.Line, problem.Rule, problem.Field, problem.Sentence))];
}

/// <summary>The output of <c>rules check --json</c>.</summary>
/// <param name="Warnings">What is valid and probably not meant. It does not change the exit code.</param>
internal sealed record CheckReport(IReadOnlyList<CheckedLine> Problems, IReadOnlyList<CheckedLine> Warnings);

/// <param name="Line">From 1; null when the file is too broken to find it.</param>
internal sealed record CheckedLine(int? Line, string? Rule, string Field, string Problem);
