using System.Text.RegularExpressions;
using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Rules.Conditions;
using FcWorkflowTrigger.Rules.Globs;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace FcWorkflowTrigger.Tests.Rules.Globs;

public sealed class RegexLiteralsTests
{
    private static readonly string[] Parts =
    [
        "a", "b", "ab", "ba/", ".", "^", "$", "|", "(", "(?:", ")", "(?i)", "(?#a)", "*", "+", "?", "{2}", "{0,1}", "{,2}", "{", "}",
        "[ab]", "[^a]", "[]a]", @"[\]b]", "[a-b-[b]]", @"\.", @"\d", @"\w", @"\x61", @"\u0062", @"\b", @"\p{Ll}", @"\t", "B", " ", "#",
    ];

    [Theory]
    [InlineData("^uploads/tenant-1/.*", "uploads/tenant-1/", "")]
    [InlineData("^uploads*", "upload", "")]
    [InlineData(@"^uploads/(a|b)/x+-\d+\.mp4$", "uploads/", ".mp4")]
    [InlineData(@"/raw/[^/]+\.(mp4|mov)$", "", "/raw/")]
    [InlineData(@"\.mp4", "", ".mp4")]
    [InlineData("(?:a(b)c)*long[^]x]er", "", "long")]
    [InlineData("a{2,3}bc", "", "bc")]
    [InlineData("ab+cd", "", "cd")]
    [InlineData("^a?b", "", "b")]
    [InlineData("^a(b|c)", "a", "")]
    [InlineData("^", "", "")]
    [InlineData("^*abc", "", "abc")]
    [InlineData("^?abc", "", "abc")]
    [InlineData("^{0}abc", "", "abc")]
    [InlineData("^{0,1}?abc", "", "abc")]
    [InlineData("^^*abc", "", "abc")]
    [InlineData(@"^\b*abc", "", "abc")]
    [InlineData(@"\A*abc", "", "abc")]
    [InlineData("a$?bc", "", "bc")]
    public void Literal_texts_are_read_off_a_regex(string pattern, string start, string inside) =>
        Assert.Equal(new Literals(start, inside), RegexLiterals.From(pattern));

    [Theory]
    [InlineData("^a|b")]
    [InlineData("(?i)abc")]
    [InlineData(@"a\x62c")]
    [InlineData(@"a\p{L}b")]
    [InlineData("a{b")]
    [InlineData("ab[a-z-[aeiou]]")]
    public void Of_a_pattern_that_holds_anything_else_nothing_is_said(string pattern) =>
        Assert.Equal(Literals.None, RegexLiterals.From(pattern));

    [Property(MaxTest = 3000)]
    public Property Looking_for_them_first_never_changes_an_answer() => Prop.ForAll(
        Texts(Parts, 7).Where(IsPattern).ToArbitrary(),
        Texts(["a", "b", "B", "ab", "ba/", ".", "1", "]", "#", " ", "{2}"], 8).ToArbitrary(),
        (pattern, key) => new KeyRegex("regex", pattern).Evaluate(new(TestData.Upload(key), Facts.None)).Answer == Answer.Yes == Regex.IsMatch(key, pattern));

    // Against plain Regex alone, which is built in a hundredth of the time: whatever it finds must hold the texts.
    [Property(MaxTest = 10_000)]
    public Property Whatever_is_quantified_no_key_that_fits_is_turned_away() => Prop.ForAll(
        Pattern(depth: 2).Where(IsPlainPattern).ToArbitrary(),
        Texts(["a", "b", "ab", "x", ".", "\n"], 6).ToArbitrary(),
        (pattern, key) => RegexLiterals.From(pattern).AreIn(key) || !IsFound(pattern, key));

    // Half of them begin with ^, most pieces are literal, and anything may be quantified.
    private static Gen<string> Pattern(int depth) =>
        from start in Gen.Elements("", "^")
        from quantifier in Quantifier
        from length in Gen.Choose(0, 4)
        from pieces in Piece(depth).ArrayOf(length)
        select $"{start}{(start.Length > 0 ? quantifier : "")}{string.Concat(pieces)}";

    private static Gen<string> Piece(int depth) =>
        from atom in depth == 0 ? Atom : Gen.Frequency((4, Atom), (1, Group(depth - 1)))
        from quantifier in Quantifier
        select atom + quantifier;

    private static Gen<string> Group(int depth) =>
        from open in Gen.Elements("(", "(?:")
        from inside in Pattern(depth)
        from choice in Gen.Elements("", "|", "|b")
        select $"{open}{inside}{choice})";

    private static Gen<string> Atom { get; } = Gen.Frequency(
        (4, Gen.Elements("a", "b", "ab", "x")),
        (2, Gen.Elements("^", "$", @"\A", @"\z", @"\Z", @"\b", @"\B")),
        (1, Gen.Elements(".", @"\.", @"\w", @"\W", "[ab]", "[^a]", @"\n", "|")));

    private static Gen<string> Quantifier { get; } = Gen.Frequency(
        (3, Gen.Constant("")),
        (2, Gen.Elements("*", "+", "?", "{0}", "{0,1}", "{1}", "{2}", "{1,}", "*?", "+?", "??", "{0}?", "{0,1}?")));

    private static Gen<string> Texts(string[] parts, int most) =>
        Gen.Choose(0, most).SelectMany(length => Gen.Elements(parts).ArrayOf(length)).Select(string.Concat);

    private static bool IsFound(string pattern, string key)
    {
        try
        {
            return Regex.IsMatch(key, pattern);
        }
        catch (OverflowException)
        {
            // .NET's backtracking interpreter fails so on some patterns of this kind; the engine that rules use does not.
            return KeyRegex.Compile(pattern).IsMatch(key);
        }
    }

    private static bool IsPlainPattern(string text)
    {
        try
        {
            return new Regex(text) is not null;
        }
        catch (RegexParseException)
        {
            return false;
        }
    }

    private static bool IsPattern(string text)
    {
        try
        {
            return KeyRegex.Compile(text) is not null;
        }
        catch (Exception none) when (none is ArgumentException or NotSupportedException)
        {
            return false;
        }
    }
}
