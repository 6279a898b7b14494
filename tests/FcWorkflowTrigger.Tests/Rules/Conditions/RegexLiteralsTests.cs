using System.Text.RegularExpressions;
using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Rules.Conditions;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace FcWorkflowTrigger.Tests.Rules.Conditions;

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
    public void Literal_texts_are_read_off_a_regex(string pattern, string start, string inside) =>
        Assert.Equal(new Literals(start, inside), RegexLiterals.Of(pattern));

    [Theory]
    [InlineData("^a|b")]
    [InlineData("(?i)abc")]
    [InlineData(@"a\x62c")]
    [InlineData(@"a\p{L}b")]
    [InlineData("a{b")]
    [InlineData("ab[a-z-[aeiou]]")]
    public void Of_a_pattern_that_holds_anything_else_nothing_is_said(string pattern) =>
        Assert.Equal(Literals.None, RegexLiterals.Of(pattern));

    [Property(MaxTest = 3000)]
    public Property Looking_for_them_first_never_changes_an_answer() => Prop.ForAll(
        Texts(Parts, 7).Where(IsPattern).ToArbitrary(),
        Texts(["a", "b", "B", "ab", "ba/", ".", "1", "]", "#", " ", "{2}"], 8).ToArbitrary(),
        (pattern, key) => new KeyRegex("regex", pattern).Of(new(Given.Upload(key), Facts.None)).Answer == Answer.Yes == Regex.IsMatch(key, pattern));

    private static Gen<string> Texts(string[] parts, int most) =>
        Gen.Choose(0, most).SelectMany(length => Gen.Elements(parts).ArrayOf(length)).Select(string.Concat);

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
