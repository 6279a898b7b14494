using System.Text.RegularExpressions;

namespace FcWorkflowTrigger.Tests.Docs;

/// <summary>As much of Markdown as the pages use, with anchors as GitHub makes them.</summary>
internal sealed partial class MarkdownPage(string path, string text)
{
    private readonly string[] _lines = [.. OutsideFences(text)];

    /// <summary>Relative to the root, with <c>/</c>.</summary>
    public string Path { get; } = path;

    /// <summary>The first paragraph below the title.</summary>
    public string Opening => _lines.Skip(1).First(line => line.Length > 0);

    public IEnumerable<string> Anchors => Headings
        .GroupBy(Slug)
        .SelectMany(same => same.Select((_, number) => number == 0 ? same.Key : $"{same.Key}-{number}"));

    /// <summary>Targets of links, as written.</summary>
    public IEnumerable<string> Links => _lines.SelectMany(line => Link().Matches(CodeSpan().Replace(line, ""))).Select(link => link.Groups["target"].Value);

    /// <summary>Texts between back-quotes.</summary>
    public IEnumerable<string> CodeSpans => _lines.SelectMany(CodesOf);

    private IEnumerable<string> Headings => _lines.Where(line => Heading().IsMatch(line)).Select(line => line.TrimStart('#').Trim());

    /// <summary>The text of one cell, without back-quotes where these are all around it.</summary>
    public static string Plain(string cell) => CodeSpan().Match(cell) is { Success: true } code && code.Value == cell ? cell[1..^1] : cell;

    public static IEnumerable<string> CodesOf(string text) => CodeSpan().Matches(text).Select(code => code.Value[1..^1]);

    /// <summary>The rows, without the head, of the table below a heading whose first column has that name.</summary>
    public IReadOnlyList<string[]> Table(string heading, string firstColumn)
    {
        var section = _lines
            .SkipWhile(line => !(Heading().IsMatch(line) && line.TrimStart('#').Trim() == heading))
            .Skip(1)
            .TakeWhile(line => !Heading().IsMatch(line));
        var rows = section
            .SkipWhile(line => !line.StartsWith($"| {firstColumn} |", StringComparison.Ordinal))
            .TakeWhile(line => line.StartsWith('|'))
            .Skip(2)
            .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries))
            .ToArray();
        return rows.Length > 0 ? rows : throw new InvalidOperationException($"{Path} has no table '{firstColumn}' below '{heading}'.");
    }

    /// <summary>The text below a heading, down to the next one.</summary>
    public string Section(string heading) => string.Join('\n', _lines
        .SkipWhile(line => !(Heading().IsMatch(line) && line.TrimStart('#').Trim() == heading))
        .Skip(1)
        .TakeWhile(line => !Heading().IsMatch(line)));

    // GitHub: lower case, only letters, digits, hyphens and underscores, spaces as hyphens.
    private static string Slug(string heading) => string.Concat(heading
        .ToLowerInvariant()
        .Where(character => char.IsLetterOrDigit(character) || character is ' ' or '-' or '_')
        .Select(character => character == ' ' ? '-' : character));

    private static IEnumerable<string> OutsideFences(string text)
    {
        var isFenced = false;

        foreach (var line in text.Split('\n'))
        {
            if (line.TrimStart().StartsWith("```", StringComparison.Ordinal))
            {
                isFenced = !isFenced;
            }
            else if (!isFenced)
            {
                yield return line;
            }
        }
    }

    [GeneratedRegex(@"^#{1,6} ")]
    private static partial Regex Heading();

    [GeneratedRegex(@"\[[^\]]*\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("`[^`]+`")]
    private static partial Regex CodeSpan();
}
