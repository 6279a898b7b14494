using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace FcWorkflowTrigger.Rules;

/// <summary>The rules cannot be used; the sentence names the rule and the field.</summary>
internal sealed partial class RuleFileException : Exception
{
    public RuleFileException(string field, string problem, string? rule = null, Exception? inner = null)
        : base($"RULES-INVALID: rules.json{(rule is null ? "" : $", rule {rule}")}, field {field} {problem}", inner)
    {
    }

    /// <summary>Says in the file's own words where the JSON reader stopped.</summary>
    public static RuleFileException Of(JsonException problem, ReadOnlySpan<byte> content)
    {
        var path = problem.Path ?? "$";
        var place = RuleInPath().Match(path);

        if (!place.Success)
        {
            return new(path, $"cannot be read: {problem.Message}", inner: problem);
        }

        var index = int.Parse(place.Groups["index"].Value, CultureInfo.InvariantCulture);
        var field = place.Groups["field"].Value.TrimStart('.');
        return new(field.Length > 0 ? field : "(the rule itself)", $"cannot be read: {problem.Message}", NameAt(content, index), problem);
    }

    private static string NameAt(ReadOnlySpan<byte> content, int index)
    {
        var numbered = $"{index + 1}";

        try
        {
            var reader = new Utf8JsonReader(content, new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            using var json = JsonDocument.ParseValue(ref reader);
            return $"{numbered} ('{json.RootElement.GetProperty("rules")[index].GetProperty("name").GetString()}')";
        }
        catch (Exception unreadable) when (unreadable is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return numbered;
        }
    }

    [GeneratedRegex(@"^\$\.rules\[(?<index>\d+)\](?<field>.*)$")]
    private static partial Regex RuleInPath();
}
