using System.Text.Json;
using FcWorkflowTrigger.Rules.Loading;
using Spectre.Console;

namespace FcWorkflowTrigger.Cli.Commands;

/// <summary>Lists the problems of a rules file, one on each line, as compilers do.</summary>
internal sealed class CheckCommand(IAnsiConsole console)
{
    public int Run(string path, bool json)
    {
        var content = InputFiles.Read(path);
        var problems = RuleFile.Validate(content);
        var warnings = problems.Count == 0 ? RuleFile.Read(content).Warnings : [];

        if (json)
        {
            console.Profile.Out.Writer.WriteLine(JsonSerializer.Serialize(new(CreateLines(problems), CreateLines(warnings)), CliJson.Default.CheckReport));
        }
        else
        {
            Write(path, problems, warnings);
        }

        return problems.Count == 0 ? ExitCode.Success : ExitCode.Failed;
    }

    private void Write(string path, IReadOnlyList<RuleProblem> problems, IReadOnlyList<RuleProblem> warnings)
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
