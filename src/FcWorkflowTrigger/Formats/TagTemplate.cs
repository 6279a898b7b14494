using System.Buffers;
using System.Text;

namespace FcWorkflowTrigger.Formats;

/// <summary>The value of an object tag that a run sets at its end: a text with <c>{outcome} {run} {rule} {workflow} {taskId}</c>. What fills a placeholder is not read again.</summary>
/// <remarks>Limits and characters: OSS documentation, "PutObjectTagging". None of the characters is a brace, so every brace belongs to a placeholder.</remarks>
internal static class TagTemplate
{
    /// <summary>How many tags an object can have.</summary>
    public const int MaxTags = 10;

    public const int MaxNameLength = 128;

    public const int MaxValueLength = 256;

    /// <summary>How the run ended: <c>succeeded</c>, <c>failed</c>, <c>rejected</c> or <c>canceled</c>.</summary>
    public const string Outcome = "outcome";

    public const string Run = "run";
    public const string Rule = "rule";
    public const string Workflow = "workflow";

    /// <summary>Empty for a run without a task.</summary>
    public const string TaskId = "taskId";

    private static readonly string[] Placeholders = [Outcome, Run, Rule, Workflow, TaskId];

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 +-=._:/");

    /// <summary>Whether OSS takes each of the characters in names and values of tags.</summary>
    public static bool HasAllowedCharacters(ReadOnlySpan<char> text) => !text.ContainsAnyExcept(Allowed);

    /// <param name="values">By placeholder, without braces. A placeholder without a value stays as it is.</param>
    /// <exception cref="ArgumentException">The message names the unknown placeholder.</exception>
    public static string Fill(string template, IReadOnlyDictionary<string, string> values)
    {
        var filled = new StringBuilder(template.Length);
        var from = 0;

        for (var open = template.IndexOf('{'); open >= 0; open = template.IndexOf('{', from))
        {
            var close = template.IndexOf('}', open);

            if (close < 0)
            {
                throw new ArgumentException("has a { that no } closes");
            }

            var placeholder = template[(open + 1)..close];

            if (!Placeholders.Contains(placeholder, StringComparer.Ordinal))
            {
                throw new ArgumentException($"has {{{placeholder}}}, which is not a placeholder; the placeholders are {string.Join(", ", Placeholders.Select(known => $"{{{known}}}"))}");
            }

            filled.Append(template, from, open - from).Append(values.TryGetValue(placeholder, out var value) ? value : template[open..(close + 1)]);
            from = close + 1;
        }

        return filled.Append(template, from, template.Length - from).ToString();
    }
}
