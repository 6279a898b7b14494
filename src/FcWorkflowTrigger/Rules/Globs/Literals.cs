namespace FcWorkflowTrigger.Rules.Globs;

/// <summary>
/// Texts without which no key fits a pattern. Most keys part from a pattern there, and looking for a text costs a fraction of asking the pattern.
/// </summary>
/// <param name="Start">What the key begins with; empty for anything.</param>
/// <param name="Inside">What it holds after that; empty for anything.</param>
internal sealed record Literals(string Start, string Inside)
{
    /// <summary>Stands in the text of a pattern for all that is no literal character; no key holds it, because it is no character.</summary>
    public const char Gap = '\uFFFF';

    public static Literals None { get; } = new("", "");

    /// <param name="start">What the key begins with.</param>
    /// <param name="rest">The rest of the pattern's text, with its gaps.</param>
    public static Literals From(string start, string rest) => new(start, rest.Split(Gap).MaxBy(text => text.Length)!);

    public bool AreIn(ReadOnlySpan<char> key) => key.StartsWith(Start) && key[Start.Length..].IndexOf(Inside) >= 0;
}
