namespace FcWorkflowTrigger.Rules.Globs;

/// <summary>
/// A pattern for a whole key, case-sensitive: <c>?</c> is one character but <c>/</c>, <c>*</c> any text without <c>/</c>, <c>**</c> any text,
/// <c>**/</c> any number of whole folders (also none), <c>[a-z]</c> and <c>[!a-z]</c> one of a set, <c>{mp4,mov}</c> a choice, <c>\</c> takes the next
/// character as it is.
/// </summary>
/// <remarks>Time grows with key times pattern at worst: a place once passed for good is never gone back to.</remarks>
internal sealed class Glob
{
    private readonly string _start;
    private readonly GlobStep[] _steps;

    private Glob(string start, GlobStep[] steps)
    {
        _start = start;
        _steps = steps;
    }

    /// <summary>One glob for each way through the pattern's choices.</summary>
    /// <exception cref="ArgumentException">Says what the pattern lacks.</exception>
    public static IReadOnlyList<Glob> Parse(string pattern) =>
        [.. GlobChoices.Expand(pattern).Select(choice => new Glob(StartOf(pattern), [.. GlobStep.Parse(choice)]))];

    public bool Fits(ReadOnlySpan<char> key) => key.StartsWith(_start) && Takes(key);

    private static string StartOf(string pattern) => pattern.IndexOfAny(['*', '?', '[', '{', '\\']) is >= 0 and var end ? pattern[..end] : pattern;

    private bool Takes(ReadOnlySpan<char> key)
    {
        var (step, at) = (_start.Length, _start.Length);
        var (star, starAt) = (-1, 0);
        var (deep, deepAt) = (-1, 0);

        while (true)
        {
            if (step == _steps.Length && at == key.Length)
            {
                return true;
            }

            var kind = step < _steps.Length ? _steps[step].Kind : GlobStepKind.Character;

            if (kind == GlobStepKind.Star)
            {
                (star, starAt) = (++step, at);
            }
            else if (kind != GlobStepKind.Character)
            {
                // What lies before a ** has been found as early as it can be: stars before it need no second try.
                (deep, deepAt, star) = (++step, at, -1);
            }
            else if (step < _steps.Length && at < key.Length && _steps[step].Takes(key[at]))
            {
                (step, at) = (step + 1, at + 1);
            }
            else if (star >= 0 && starAt < key.Length && key[starAt] != '/')
            {
                (step, at) = (star, ++starAt);
            }
            else if (deep >= 0 && Further(key, _steps[deep - 1].Kind, ref deepAt))
            {
                (step, at, star) = (deep, deepAt, -1);
            }
            else
            {
                return false;
            }
        }
    }

    private static bool Further(ReadOnlySpan<char> key, GlobStepKind kind, ref int at)
    {
        var rest = key[at..];
        var folder = rest.IndexOf('/');
        at += kind == GlobStepKind.Anything ? 1 : folder + 1;
        return kind == GlobStepKind.Anything ? !rest.IsEmpty : folder >= 0;
    }
}
