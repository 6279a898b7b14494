using System.Text.RegularExpressions;

namespace FcWorkflowTrigger.Rules.Conditions;

/// <summary>A regular expression found anywhere in the key; <c>^</c> and <c>$</c> tie it to the ends.</summary>
/// <remarks>
/// The engine does not backtrack: its time grows with the key's length and with nothing else, so no key can make a pattern run away. Look-around
/// and back-references do not exist in it. The time limit is for a machine that is too slow: the upload is then undecided, never refused.
/// </remarks>
/// <param name="regex">From <see cref="Compile"/>.</param>
internal sealed class KeyRegex(string field, Regex regex) : Condition(field, $"/{regex}/")
{
    /// <summary>Characters in a pattern.</summary>
    public const int MaxLength = 500;

    private static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(1);

    /// <exception cref="ArgumentException">The pattern is not a regular expression.</exception>
    /// <exception cref="NotSupportedException">The pattern needs backtracking, or its automaton is too large.</exception>
    public static Regex Compile(string pattern) => new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, MatchTimeout);

    public override MatchResult Evaluate(EvaluationContext context)
    {
        try
        {
            return regex.IsMatch(context.Upload.Key);
        }
        catch (RegexMatchTimeoutException)
        {
            return new(MatchOutcome.Undecided);
        }
    }
}
