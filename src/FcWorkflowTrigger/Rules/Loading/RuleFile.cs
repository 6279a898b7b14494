using System.Text.Json;
using System.Text.Json.Serialization;

namespace FcWorkflowTrigger.Rules.Loading;

/// <summary><c>rules.json</c> as written: version 1.</summary>
/// <param name="Schema">For editors: where <c>rules.schema.json</c> is.</param>
/// <param name="Budget">For the runs of all rules together.</param>
internal sealed record RuleFile(
    int Version, IReadOnlyList<Rule> Rules, [property: JsonPropertyName("$schema")] string? Schema = null, RuleBudget? Budget = null)
{
    /// <exception cref="RuleFileException">Names the rule and the field that is wrong.</exception>
    public static RuleSet Read(ReadOnlySpan<byte> content)
    {
        var problems = Problems(content, out var file);
        return file is not null && problems.Count == 0
            ? new(file.Rules, content.ToArray()) { Budget = file.Budget }
            : throw new RuleFileException(problems[0]);
    }

    /// <summary>Everything wrong with a file, in its own order; a file that is no JSON has one problem.</summary>
    public static IReadOnlyList<RuleProblem> Check(ReadOnlySpan<byte> content) => Problems(content, out _);

    private static IReadOnlyList<RuleProblem> Problems(ReadOnlySpan<byte> content, out RuleFile? file)
    {
        file = null;

        try
        {
            file = JsonSerializer.Deserialize(content, RulesJson.Default.RuleFile);
        }
        catch (JsonException problem)
        {
            return [RuleProblem.From(problem, content)];
        }

        var places = new JsonPlaces(content);
        return [.. (file is null ? [new("$", "is null.")] : RuleCheck.All(file)).Select(problem => problem with { Line = places.LineOf(problem) })];
    }
}
