using System.Text.Json;
using FcWorkflowTrigger.Cli.Explaining;
using FcWorkflowTrigger.Rules.Loading;
using Spectre.Console;

namespace FcWorkflowTrigger.Cli.Commands;

/// <summary>Lists what is wrong with a rules file, a line each, as compilers do.</summary>
internal sealed class CheckCommand(IAnsiConsole console)
{
    public int Run(string path, bool json)
    {
        var problems = RuleFile.Check(InputFiles.Read(path));

        if (json)
        {
            console.Profile.Out.Writer.WriteLine(JsonSerializer.Serialize(
                new([.. problems.Select(problem => new CheckedLine(problem.Line, problem.Rule, problem.Field, problem.Sentence))]), CliJson.Default.CheckReport));
        }
        else
        {
            Tell(path, problems);
        }

        return problems.Count == 0 ? ExitCode.Yes : ExitCode.Failed;
    }

    private void Tell(string path, IReadOnlyList<RuleProblem> problems)
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

/// <summary>The answer of <c>rules check --json</c>.</summary>
internal sealed record CheckReport(IReadOnlyList<CheckedLine> Problems);

/// <param name="Line">From 1; null when the file is too broken to tell.</param>
internal sealed record CheckedLine(int? Line, string? Rule, string Field, string Problem);
