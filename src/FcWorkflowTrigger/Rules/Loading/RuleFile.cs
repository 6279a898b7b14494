using System.Text.Json;
using System.Text.Json.Serialization;

namespace FcWorkflowTrigger.Rules.Loading;

/// <summary><c>rules.json</c> as written: version 1.</summary>
/// <param name="Schema">For editors: where <c>rules.schema.json</c> is.</param>
/// <param name="Budget">For the runs of all rules together.</param>
internal sealed record RuleFile(
    int Version, IReadOnlyList<Rule> Rules, [property: JsonPropertyName("$schema")] string? Schema = null, RuleBudget? Budget = null)
{
    /// <exception cref="RuleFileException">The message names the rule and the field that is wrong.</exception>
    public static RuleSet Read(ReadOnlySpan<byte> content)
    {
        var text = JsonText.SkipMark(content);
        var patterns = new PatternCompiler();
        var problems = FindProblems(text, patterns, out var file);

        return file is not null && problems.Length == 0
            ? new(file.Rules, content.ToArray(), patterns) { Budget = file.Budget, Warnings = AddLines(RuleWarnings.Find(file.Rules), text) }
            : throw new RuleFileException(problems[0]);
    }

    /// <summary>All problems of a file, in the order of the file. A file that is not JSON has one problem.</summary>
    public static IReadOnlyList<RuleProblem> Validate(ReadOnlySpan<byte> content) => FindProblems(JsonText.SkipMark(content), new(), out _);

    private static RuleProblem[] FindProblems(ReadOnlySpan<byte> text, PatternCompiler patterns, out RuleFile? file)
    {
        file = null;

        if (JsonText.FindOtherEncoding(text) is { } encoding)
        {
            return [new("$", $"is {encoding}; save the file as UTF-8.", Line: 1)];
        }

        try
        {
            file = JsonSerializer.Deserialize(text, RulesJson.Default.RuleFile);
        }
        catch (JsonException problem)
        {
            return [RuleProblem.From(problem, text, RulesJson.Default.RuleFile)];
        }

        return AddLines(file is null ? [new("$", "is null.")] : FindProblems(file, text, patterns), text);
    }

    // The other checks rely on lists and maps without null.
    private static IEnumerable<RuleProblem> FindProblems(RuleFile file, ReadOnlySpan<byte> text, PatternCompiler patterns)
    {
        var problems = new List<RuleProblem>();

        foreach (var path in NullEntries.Find(file, RulesJson.Default.RuleFile))
        {
            problems.Add(RuleProblem.CreateForNull(path, text));
        }

        return problems.Count > 0 ? problems : RuleFileValidator.Validate(file, patterns);
    }

    private static RuleProblem[] AddLines(IEnumerable<RuleProblem> problems, ReadOnlySpan<byte> text)
    {
        var found = problems.ToArray();

        if (found.Length == 0)
        {
            return found;
        }

        var lines = new JsonLineMap(text);
        return [.. found.Select(problem => problem with { Line = lines.FindLine(problem) })];
    }
}

/// <summary>The rules cannot be used; the sentence names the rule and the field.</summary>
internal sealed class RuleFileException(RuleProblem problem) : Exception($"RULES-INVALID: rules.json, {problem.Sentence}");
