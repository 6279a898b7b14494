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

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(1);

    private readonly Regex _regex = Compile(pattern);

    /// <exception cref="ArgumentException">Not a regular expression.</exception>
    /// <exception cref="NotSupportedException">It needs backtracking, or too large an automaton.</exception>
    public static Regex Compile(string pattern) => new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, Deadline);

    public override MatchResult Evaluate(EvaluationContext context)
    {
        try
        {
            return _regex.IsMatch(context.Upload.Key);
        }
        catch (RegexMatchTimeoutException)
        {
            return new(Answer.Unknown);
        }
    }
}
