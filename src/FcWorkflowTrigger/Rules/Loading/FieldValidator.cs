using System.Collections;

namespace FcWorkflowTrigger.Rules.Loading;

/// <summary>Checks requirements of one field, and keeps the first that does not hold.</summary>
internal sealed class FieldValidator : IEnumerable<RuleProblem>
{
    private readonly string _field;
    private RuleProblem? _found;

    private FieldValidator(string field) => _field = field;

    public static FieldValidator For(string field) => new(field);

    public FieldValidator Require(bool isValid, string problem)
    {
        _found ??= isValid ? null : new(_field, problem);
        return this;
    }

    /// <summary>An absent value is always allowed.</summary>
    public FieldValidator RequireOneOf(string? value, IReadOnlyList<string> validValues) =>
        Require(value is null || validValues.Contains(value, StringComparer.Ordinal), $"is '{value}'; this version knows {Quote(validValues)}.");

    public FieldValidator RequireEachOf(IReadOnlyList<string>? values, IReadOnlyList<string> validValues)
    {
        RequireTexts(values);
        var unknown = values?.FirstOrDefault(value => !validValues.Contains(value, StringComparer.Ordinal));
        return Require(unknown is null, $"holds '{unknown}'; this version knows {Quote(validValues)}.");
    }

    /// <summary>A list that is present has entries, and none of them is empty.</summary>
    public FieldValidator RequireTexts(IReadOnlyList<string>? values, string whyNotEmpty = "so the rule would match nothing; leave it out to match all") =>
        Require(values is null or { Count: > 0 }, $"is empty, {whyNotEmpty}.")
            .Require(values?.All(value => value.Length > 0) ?? true, "holds an empty text.");

    /// <summary>OSS returns the names of user metadata in lower case. An absent name is always allowed.</summary>
    public FieldValidator RequireMetaName(string? name) => Require(
        name is null || (name.Length > 0 && !name.Any(char.IsUpper) && !name.StartsWith("x-oss-meta-", StringComparison.Ordinal)),
        $"is '{name}'; write the name in lower case and without x-oss-meta-.");

    /// <summary>Reports the error of a parser, unless an earlier requirement failed.</summary>
    public FieldValidator RequireParse(Action parse)
    {
        if (_found is not null)
        {
            return this;
        }

        try
        {
            parse();
            return this;
        }
        catch (Exception problem) when (problem is ArgumentException or NotSupportedException)
        {
            return Require(false, $"{problem.Message}.");
        }
    }

    public IEnumerator<RuleProblem> GetEnumerator() => (_found is null ? Enumerable.Empty<RuleProblem>() : [_found]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static string Quote(IReadOnlyList<string> validValues) => string.Join(", ", validValues.Select(value => $"'{value}'"));
}
