using System.Text.Json;
using FcWorkflowTrigger.Rules.Loading;
using Spectre.Console;

namespace FcWorkflowTrigger.Cli.Commands;

/// <summary>Lists the problems of a rules file, one on each line, as compilers do.</summary>
internal sealed class CheckCommand(IAnsiConsole console)
{
    public int Run(string path, bool json)
    {
        var problems = RuleFile.Validate(InputFiles.Read(path));

        if (json)
        {
            console.Profile.Out.Writer.WriteLine(JsonSerializer.Serialize(
                new([.. problems.Select(problem => new CheckedLine(problem.Line, problem.Rule, problem.Field, problem.Sentence))]), CliJson.Default.CheckReport));
        }
        else
        {
            Write(path, problems);
        }

        return problems.Count == 0 ? ExitCode.Success : ExitCode.Failed;
    }

    private void Write(string path, IReadOnlyList<RuleProblem> problems)
    {
        foreach (var problem in problems)
        {
            console.Profile.Out.Writer.WriteLine($"{path}:{problem.Line}: {problem.Sentence}");
        }

        if (problems.Count == 0)
        {
            console.MarkupLineInterpolated($"[green]{path} is valid.[/]");
        }
    }
}

/// <summary>The output of <c>rules check --json</c>.</summary>
internal sealed record CheckReport(IReadOnlyList<CheckedLine> Problems);

/// <param name="Line">From 1; null when the file is too broken to find it.</param>
internal sealed record CheckedLine(int? Line, string? Rule, string Field, string Problem);
