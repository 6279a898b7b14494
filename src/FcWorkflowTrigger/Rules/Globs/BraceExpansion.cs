namespace FcWorkflowTrigger.Rules.Globs;

/// <summary>Expands the braces of a glob: <c>a.{b,c}</c> to <c>a.b</c> and <c>a.c</c>.</summary>
internal static class BraceExpansion
{
    private const int MaxPatterns = 64;

    /// <exception cref="ArgumentException">The message says what is wrong with the pattern.</exception>
    public static IReadOnlyList<string> Expand(string pattern)
    {
        var open = Find(pattern, 0, "{");

        if (open < 0)
        {
            return [pattern];
        }

        var choices = new List<string>();
        var from = open + 1;

        while (true)
        {
            var end = Find(pattern, from, ",}");

            if (end < 0)
            {
                throw new ArgumentException("has a '{' without '}'");
            }

            choices.Add(pattern[from..end]);
            from = end + 1;

            if (pattern[end] == '}')
            {
                break;
            }
        }

        IReadOnlyList<string> all = [.. choices.SelectMany(choice => Expand(pattern[..open] + choice + pattern[from..]))];
        return all.Count <= MaxPatterns ? all : throw new ArgumentException($"expands to more than {MaxPatterns} patterns");
    }

    // Braces within braces are left for the next round. A brace after \ is a literal character.
    private static int Find(string pattern, int from, string wanted)
    {
        var depth = 0;

        for (var at = from; at < pattern.Length; at++)
        {
            if (depth == 0 && wanted.Contains(pattern[at]))
            {
                return at;
            }

            depth += pattern[at] switch { '{' => 1, '}' when depth > 0 => -1, _ => 0 };
            at += pattern[at] == '\\' ? 1 : 0;
        }

        return -1;
    }
}
