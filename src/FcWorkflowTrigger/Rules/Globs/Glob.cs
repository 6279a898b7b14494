namespace FcWorkflowTrigger.Rules.Globs;

/// <summary>
/// A pattern for a whole key, case-sensitive: <c>?</c> is one character except <c>/</c>, <c>*</c> is any text without <c>/</c>, <c>**</c> is any
/// text, <c>**/</c> is any number of whole folders (also none), <c>[a-z]</c> and <c>[!a-z]</c> are one character of a set, <c>{mp4,mov}</c> is a
/// choice, <c>\</c> takes the next character literally.
/// </summary>
/// <remarks>At worst the time grows with key times pattern: each kind of star remembers only its last place, so the search never branches.</remarks>
internal sealed class Glob
{
    private readonly string _start;
    private readonly GlobToken[] _tokens;

    private Glob(string start, GlobToken[] tokens)
    {
        _start = start;
        _tokens = tokens;
    }

    /// <summary>The text that every key begins with, as far as the pattern shows it.</summary>
    public string LiteralStart => string.Concat(_tokens.TakeWhile(token => token.IsLiteral).Select(token => token.Literal));

    /// <summary>The text that every key ends in, as far as the pattern shows it.</summary>
    public string LiteralEnd => string.Concat(Enumerable.Reverse(_tokens).TakeWhile(token => token.IsLiteral).Reverse().Select(token => token.Literal));

    /// <summary>One glob for each text that the pattern's braces expand to.</summary>
    /// <exception cref="ArgumentException">The message says what is wrong with the pattern.</exception>
    public static IReadOnlyList<Glob> Parse(string pattern) =>
        [.. BraceExpansion.Expand(pattern).Select(expanded => new Glob(StartOf(pattern), [.. GlobToken.Parse(expanded)]))];

    public bool IsMatch(ReadOnlySpan<char> key) => key.StartsWith(_start) && MatchesAfterStart(key);

    private static string StartOf(string pattern) => pattern.IndexOfAny(['*', '?', '[', '{', '\\']) is >= 0 and var end ? pattern[..end] : pattern;

    private bool MatchesAfterStart(ReadOnlySpan<char> key)
    {
        // Each character of the literal start is one token.
        var (token, at) = (_start.Length, _start.Length);
        var (afterStar, starAt) = (-1, 0);
        var (afterGlobStar, globStarAt) = (-1, 0);

        while (token < _tokens.Length || at < key.Length)
        {
            var kind = token < _tokens.Length ? _tokens[token].Kind : GlobTokenKind.Character;

            if (kind == GlobTokenKind.Character && token < _tokens.Length && at < key.Length && _tokens[token].IsMatch(key[at]))
            {
                (token, at) = (token + 1, at + 1);
            }
            else if (kind == GlobTokenKind.Star)
            {
                (afterStar, starAt) = (++token, at);
            }
            else if (kind != GlobTokenKind.Character)
            {
                // The text before a ** has been found at its earliest place: stars before the ** need no second try.
                (afterGlobStar, globStarAt, afterStar) = (++token, at, -1);
            }
            else if (afterStar >= 0 && starAt < key.Length && key[starAt] != '/')
            {
                (token, at) = (afterStar, ++starAt);
            }
            else if (afterGlobStar >= 0 && TryExtend(key, _tokens[afterGlobStar - 1].Kind, ref globStarAt))
            {
                (token, at, afterStar) = (afterGlobStar, globStarAt, -1);
            }
            else
            {
                return false;
            }
        }

        return true;
    }

    // ** takes one more character, **/ one more folder.
    private static bool TryExtend(ReadOnlySpan<char> key, GlobTokenKind kind, ref int at)
    {
        var rest = key[at..];
        var folder = rest.IndexOf('/');
        at += kind == GlobTokenKind.GlobStar ? 1 : folder + 1;
        return kind == GlobTokenKind.GlobStar ? !rest.IsEmpty : folder >= 0;
    }
}
