using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;

namespace FcWorkflowTrigger.Rules.Loading;

/// <summary>Says what the JSON reader found wrong in the words of the file, without the names of .NET types.</summary>
internal static partial class JsonProblemText
{
    public const string Null = "is null; write a value, or leave it out.";

    /// <param name="type">Of the whole document.</param>
    /// <returns>The rest of a sentence that begins with the field. A problem of another kind stays as the reader tells it.</returns>
    public static string Describe(JsonException problem, JsonTypeInfo type) => problem.Message switch
    {
        var text when text.Contains("could not be mapped", StringComparison.Ordinal) => "is not known; check its spelling.",
        var text when text.StartsWith("Duplicate ", StringComparison.Ordinal) => "is written twice; leave one.",
        var text when text.Contains("doesn't allow null", StringComparison.Ordinal) => Null,
        var text when MissingFields().Match(text) is { Success: true } missing => $"lacks {missing.Groups["names"].Value}.",
        var text when text.Contains("could not be converted", StringComparison.Ordinal) && Find(type, problem.Path) is { } found => $"takes {Name(found)}, and has another value.",
        var text => $"cannot be read: {Place().Replace(text, "")}",
    };

    private static JsonTypeInfo? Find(JsonTypeInfo type, string? path)
    {
        JsonTypeInfo? found = type;

        foreach (Match step in Step().Matches(path ?? ""))
        {
            var (name, from) = (step.Groups["name"], found);
            var next = from?.Kind == JsonTypeInfoKind.Object && name.Success ? from.Properties.FirstOrDefault(property => property.Name == name.Value)?.PropertyType : from?.ElementType;
            found = next is null ? null : type.Options.GetTypeInfo(next);
        }

        return found;
    }

    private static string Name(JsonTypeInfo type) => (type.Kind, Nullable.GetUnderlyingType(type.Type) ?? type.Type) switch
    {
        (JsonTypeInfoKind.Object or JsonTypeInfoKind.Dictionary, _) => "an object in braces",
        (JsonTypeInfoKind.Enumerable, _) => "a list in brackets",
        (_, var simple) when simple == typeof(bool) => "true or false",
        (_, var simple) when simple == typeof(int) || simple == typeof(long) => $"a whole number without quotes, at most {(simple == typeof(int) ? int.MaxValue : long.MaxValue).ToString("N0", CultureInfo.InvariantCulture)}",
        (_, var simple) when simple == typeof(double) => "a number without quotes",
        _ => "a text in quotes",
    };

    [GeneratedRegex(@"\.(?<name>[^.\[\]]+)|\['(?<name>.*?)'\]|\[\d+\]", RegexOptions.ExplicitCapture)]
    private static partial Regex Step();

    [GeneratedRegex(@"missing required properties including: (?<names>.+?)\.?$", RegexOptions.ExplicitCapture)]
    private static partial Regex MissingFields();

    [GeneratedRegex(@" (Path: .* \| )?LineNumber: .*$", RegexOptions.ExplicitCapture | RegexOptions.Singleline)]
    private static partial Regex Place();
}
