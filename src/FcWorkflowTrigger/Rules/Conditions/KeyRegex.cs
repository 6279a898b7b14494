using System.Text.RegularExpressions;

namespace FcWorkflowTrigger.Rules.Conditions;

/// <summary>A regular expression found anywhere in the key; <c>^</c> and <c>$</c> tie it to the ends.</summary>
/// <remarks>
/// Non-backtracking, so its time grows with the key's length and nothing else; look-around and back-references do not exist then. The limit on
/// time is a second net: a machine too slow for it leaves the upload undecided, never refused.
/// </remarks>
internal sealed class KeyRegex(string field, string pattern) : Condition(field, $"/{pattern}/")
{
    /// <summary>Characters in a pattern.</summary>
    public const int MaxLength = 500;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Regex _regex = Compile(pattern);
    private readonly string _start = StartOf(pattern);

    /// <exception cref="ArgumentException">Not a regular expression.</exception>
    /// <exception cref="NotSupportedException">It needs backtracking, or too large an automaton.</exception>
    public static Regex Compile(string pattern) => new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, Patience);

    /// <summary>The literal start every match must have; empty where the pattern has a choice, or none can be read off it.</summary>
    internal static string StartOf(string pattern)
    {
        if (!pattern.StartsWith('^') || pattern.Contains('|'))
        {
            return "";
        }

        var end = 1;

        while (end < pattern.Length && (char.IsAsciiLetterOrDigit(pattern[end]) || pattern[end] is '/' or '-' or '_'))
        {
            end++;
        }

        // A quantifier speaks of the character before it.
        return pattern[1..(end < pattern.Length && pattern[end] is '*' or '+' or '?' or '{' ? Math.Max(end - 1, 1) : end)];
    }

    public override Fit Of(Question question)
    {
        try
        {
            return question.Upload.Key.StartsWith(_start, StringComparison.Ordinal) && _regex.IsMatch(question.Upload.Key);
        }
        catch (RegexMatchTimeoutException)
        {
            return new(Answer.Unknown);
        }
    }
}
