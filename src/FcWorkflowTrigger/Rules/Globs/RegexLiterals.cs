using System.Buffers;
using System.Text;

namespace FcWorkflowTrigger.Rules.Globs;

/// <summary>Reads the literal texts off a regular expression. Cautious: of a pattern that holds anything not known here it says nothing.</summary>
internal static class RegexLiterals
{
    private const string KnownClasses = "dDwWsSbBAzZG";
    private static readonly SearchValues<char> CountCharacters = SearchValues.Create("0123456789,");

    /// <param name="pattern">A valid one, which is asked without options.</param>
    public static Literals From(string pattern)
    {
        if (Read(pattern) is not { } text)
        {
            return Literals.None;
        }

        // Only the gap of ^ may stand before the key's start.
        var start = IsTied(pattern) ? text.Split(Literals.Gap)[1] : "";
        return Literals.From(start, IsTied(pattern) ? text[(start.Length + 1)..] : text);
    }

    // An anchor may be quantified, and then need not hold at all: ^*a is found in ba.
    private static bool IsTied(string pattern) => pattern.StartsWith('^') && !IsQuantifier(At(pattern, 1));

    // Groups are gaps as a whole, since they may be choices or repeated; a choice outside of groups leaves nothing to say.
    private static string? Read(string pattern)
    {
        var (text, depth, at) = (new StringBuilder(), 0, 0);

        while (at < pattern.Length)
        {
            var length = LengthOf(pattern, at);

            if (length == 0 || (pattern[at] == '|' && depth == 0))
            {
                return null;
            }

            depth += pattern[at] switch { '(' => 1, ')' => -1, _ => 0 };
            var literal = depth > 0 ? Literals.Gap : Literal(pattern, at);

            // A quantifier speaks of what is before it, which may then not be there at all.
            text.Length -= IsQuantifier(pattern[at]) && text.Length > 0 ? 1 : 0;
            text.Append(literal);
            at += length;
        }

        return text.ToString();
    }

    // 0 for what is not known.
    private static int LengthOf(string pattern, int at) => pattern[at] switch
    {
        '(' when At(pattern, at + 1) == '?' => At(pattern, at + 2) == ':' ? 3 : 0,
        '\\' => char.IsLetterOrDigit(At(pattern, at + 1)) && !KnownClasses.Contains(pattern[at + 1]) ? 0 : 2,
        '[' => LengthOfSet(pattern, at),
        '{' => LengthOfCount(pattern, at),
        _ => 1,
    };

    private static int LengthOfSet(string pattern, int from)
    {
        var at = from + (At(pattern, from + 1) == '^' ? 2 : 1);

        // A bracket that comes first closes nothing.
        for (at += At(pattern, at) == ']' ? 1 : 0; at < pattern.Length && pattern[at] is not ('[' or ']'); at++)
        {
            at += pattern[at] == '\\' ? 1 : 0;
        }

        return At(pattern, at) == ']' ? at + 1 - from : 0;
    }

    private static int LengthOfCount(string pattern, int from)
    {
        var inside = pattern.AsSpan(from + 1);
        var digits = inside.IndexOfAnyExcept(CountCharacters);
        return digits > 0 && inside[digits] == '}' ? digits + 2 : 0;
    }

    private static char Literal(string pattern, int at) => pattern[at] switch
    {
        '\\' when !char.IsLetterOrDigit(pattern[at + 1]) => pattern[at + 1],
        '\\' or '[' or '(' or ')' or '{' or '*' or '+' or '?' or '.' or '^' or '$' or '|' => Literals.Gap,
        var character => character,
    };

    private static bool IsQuantifier(char character) => character is '*' or '+' or '?' or '{';

    private static char At(string pattern, int at) => at < pattern.Length ? pattern[at] : Literals.Gap;
}
