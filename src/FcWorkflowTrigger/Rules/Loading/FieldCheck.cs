using System.Collections;

namespace FcWorkflowTrigger.Rules.Loading;

/// <summary>Asks things of one field and keeps the first that does not hold.</summary>
internal sealed class FieldCheck : IEnumerable<RuleProblem>
{
    private readonly string _field;
    private RuleProblem? _found;

    private FieldCheck(string field) => _field = field;

    public static FieldCheck For(string field) => new(field);

    public FieldCheck Require(bool holds, string problem)
    {
        _found ??= holds ? null : new(_field, problem);
        return this;
    }

    /// <summary>An absent value is always allowed.</summary>
    public FieldCheck OneOf(string? value, IReadOnlyList<string> words) =>
        Require(value is null || words.Contains(value, StringComparer.Ordinal), $"is '{value}'; this version knows {Words(words)}.");

    public FieldCheck EachOf(IReadOnlyList<string>? values, IReadOnlyList<string> words)
    {
        Texts(values);
        var unknown = values?.FirstOrDefault(value => !words.Contains(value, StringComparer.Ordinal));
        return Require(unknown is null, $"holds '{unknown}'; this version knows {Words(words)}.");
    }

    /// <summary>A list that is there has entries, and none of them is empty.</summary>
    public FieldCheck Texts(IReadOnlyList<string>? values, string whyNotEmpty = "so the rule would take nothing; leave it out to take all") =>
        Require(values is null or { Count: > 0 }, $"is empty, {whyNotEmpty}.")
            .Require(values?.All(value => value.Length > 0) ?? true, "holds an empty text.");

    /// <summary>User metadata comes in lower case, whatever the uploader wrote. An absent name is always allowed.</summary>
    public FieldCheck MetaName(string? name) => Require(
        name is null || (name.Length > 0 && !name.Any(char.IsUpper) && !name.StartsWith("x-oss-meta-", StringComparison.Ordinal)),
        $"is '{name}'; write the name in lower case and without x-oss-meta-.");

    /// <summary>Lets a parser say what is wrong, unless something is already.</summary>
    public FieldCheck Parses(Action parse)
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

    private static string Words(IReadOnlyList<string> words) => string.Join(", ", words.Select(word => $"'{word}'"));
}
