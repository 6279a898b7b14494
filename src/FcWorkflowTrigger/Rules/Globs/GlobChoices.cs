namespace FcWorkflowTrigger.Rules.Globs;

/// <summary>Turns <c>a.{b,c}</c> into <c>a.b</c> and <c>a.c</c>.</summary>
internal static class GlobChoices
{
    private const int MaxWays = 64;

    /// <exception cref="ArgumentException">Says what the pattern lacks.</exception>
    public static IReadOnlyList<string> Expand(string pattern)
    {
        var open = Find(pattern, 0, "{");

        if (open < 0)
        {
            return [pattern];
        }

        var ways = new List<string>();
        var from = open + 1;

        while (true)
        {
            var end = Find(pattern, from, ",}");

            if (end < 0)
            {
                throw new ArgumentException("has a '{' without '}'");
            }

            ways.Add(pattern[from..end]);
            from = end + 1;

            if (pattern[end] == '}')
            {
                break;
            }
        }

        IReadOnlyList<string> all = [.. ways.SelectMany(way => Expand(pattern[..open] + way + pattern[from..]))];
        return all.Count <= MaxWays ? all : throw new ArgumentException($"has more than {MaxWays} ways through its choices");
    }

    // Choices within choices are left for the next round; what \ precedes is no bracket.
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
