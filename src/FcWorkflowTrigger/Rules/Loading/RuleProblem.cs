using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;

namespace FcWorkflowTrigger.Rules.Loading;

/// <summary>One problem of a rules file or of a sidecar.</summary>
/// <param name="Field">The path in the rule: <c>match.minBytes</c>; the path in the file where no rule is named.</param>
/// <param name="Problem">The rest of a sentence that begins with the field.</param>
/// <param name="Index">The rule's place in the file, from 0.</param>
/// <param name="Rule">The rule's name, if it has one.</param>
/// <param name="Line">From 1; null when the file is too broken to find it.</param>
internal sealed partial record RuleProblem(string Field, string Problem, int? Index = null, string? Rule = null, int? Line = null)
{
    /// <summary>The whole sentence.</summary>
    public string Sentence => $"{Where}field {Field} {Problem}";

    private string Where => (Index, Rule) switch
    {
        (null, _) => "",
        ({ } index, null) => $"rule {index + 1}, ",
        ({ } index, { } name) => $"rule {index + 1} ('{name}'), ",
    };

    /// <summary>Names the rule and the field where the JSON reader stopped.</summary>
    /// <param name="type">Of the whole content.</param>
    public static RuleProblem From(JsonException problem, ReadOnlySpan<byte> content, JsonTypeInfo type)
    {
        var line = problem.LineNumber is { } number ? (int)number + 1 : (int?)null;
        return At(problem.Path ?? "$", JsonProblemText.Describe(problem, type), content) with { Line = line };
    }

    /// <summary>The problem of an entry that is null where a list or map must have none.</summary>
    public static RuleProblem CreateForNull(string path, ReadOnlySpan<byte> content) => At($"$.{path}", JsonProblemText.Null, content);

    private static RuleProblem At(string path, string problem, ReadOnlySpan<byte> content)
    {
        var match = RuleInPath().Match(path);

        if (!match.Success)
        {
            return new(path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : path, problem);
        }

        var index = int.Parse(match.Groups["index"].Value, CultureInfo.InvariantCulture);
        var field = match.Groups["field"].Value.TrimStart('.');
        return new(field.Length > 0 ? field : "(the rule itself)", problem, index, FindName(content, index));
    }

    private static string? FindName(ReadOnlySpan<byte> content, int index)
    {
        try
        {
            var reader = new Utf8JsonReader(content, new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            using var json = JsonDocument.ParseValue(ref reader);
            return json.RootElement.GetProperty("rules")[index].GetProperty("name").GetString();
        }
        catch (Exception unreadable) when (unreadable is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"^\$\.rules\[(?<index>\d+)\](?<field>.*)$")]
    private static partial Regex RuleInPath();
}
