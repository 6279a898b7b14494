namespace FcWorkflowTrigger.Rules.Globs;

internal enum GlobTokenKind : byte
{
    /// <summary>One character.</summary>
    Character,

    /// <summary><c>*</c></summary>
    Star,

    /// <summary><c>**</c></summary>
    GlobStar,

    /// <summary><c>**/</c></summary>
    FolderGlobStar,
}

/// <summary>One token of a glob.</summary>
/// <param name="Literal">The character that matches, where <paramref name="Set"/> is null.</param>
/// <param name="Set">Pairs of first and last characters; empty for <c>?</c>.</param>
/// <param name="Negated">True matches what is not in the set. A set never matches <c>/</c>.</param>
internal readonly record struct GlobToken(GlobTokenKind Kind, char Literal = '\0', string? Set = null, bool Negated = false)
{
    public bool IsLiteral => Kind == GlobTokenKind.Character && Set is null;

    public bool IsMatch(char character) => Set is null ? character == Literal : character != '/' && IsInSet(character) != Negated;

    /// <exception cref="ArgumentException">The message says what is wrong with the pattern.</exception>
    public static IEnumerable<GlobToken> Parse(string pattern)
    {
        for (var at = 0; at < pattern.Length; at++)
        {
            switch (pattern[at])
            {
                case '*' when IsAt(pattern, at + 1, '*'):
                    var folders = IsAt(pattern, at + 2, '/') && (at == 0 || pattern[at - 1] == '/');
                    yield return new(folders ? GlobTokenKind.FolderGlobStar : GlobTokenKind.GlobStar);
                    at += folders ? 2 : 1;
                    break;
                case '*':
                    yield return new(GlobTokenKind.Star);
                    break;
                case '?':
                    yield return new(GlobTokenKind.Character, Set: "", Negated: true);
                    break;
                case '[':
                    yield return ParseSet(pattern, ref at);
                    break;
                case '\\':
                    at++;
                    yield return new(GlobTokenKind.Character, at < pattern.Length ? pattern[at] : throw new ArgumentException("ends in '\\'"));
                    break;
                default:
                    yield return new(GlobTokenKind.Character, pattern[at]);
                    break;
            }
        }
    }

    private static GlobToken ParseSet(string pattern, ref int at)
    {
        var negated = IsAt(pattern, at + 1, '!');
        var from = at + (negated ? 2 : 1);
        var end = pattern.IndexOf(']', Math.Min(from + 1, pattern.Length));

        if (end < 0)
        {
            throw new ArgumentException("has a '[' without ']'");
        }

        var set = "";

        for (at = from; at < end; at++)
        {
            var isRange = IsAt(pattern, at + 1, '-') && at + 2 < end;
            set += $"{pattern[at]}{pattern[isRange ? at + 2 : at]}";
            at += isRange ? 2 : 0;
        }

        return new(GlobTokenKind.Character, Set: set, Negated: negated);
    }

    private static bool IsAt(string pattern, int at, char character) => at < pattern.Length && pattern[at] == character;

    private bool IsInSet(char character)
    {
        for (var pair = 0; pair < Set!.Length; pair += 2)
        {
            if (character >= Set[pair] && character <= Set[pair + 1])
            {
                return true;
            }
        }

        return false;
    }
}
