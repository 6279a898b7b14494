using System.Text.RegularExpressions;
using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Rules.Conditions;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace FcWorkflowTrigger.Tests.Rules.Conditions;

public sealed class KeyRegexTests
{
    private static readonly string[] Parts =
    [
        "a", "b", "ab", "ba/", ".", "^", "$", "|", "(", "(?:", ")", "(?i)", "(?#a)", "*", "+", "?", "{2}", "{0,1}", "{,2}", "{", "}",
        "[ab]", "[^a]", "[]a]", @"[\]b]", "[a-b-[b]]", @"\.", @"\d", @"\w", @"\x61", @"\u0062", @"\b", @"\p{Ll}", @"\t", "B", " ", "#",
    ];

    // Patterns whose literal text need not be in the key, or not at its start.
    [Theory]
    [InlineData("^*abc", "xabc")]
    [InlineData("^?abc", "xabc")]
    [InlineData("^{0}abc", "xabc")]
    [InlineData("^^*abc", "abc")]
    [InlineData(@"\A*abc", "xabc")]
    [InlineData("a$?bc", "abc")]
    [InlineData("^a|b", "xb")]
    [InlineData("(?i)abc", "xABC")]
    [InlineData(@"a\x62c", "abc")]
    [InlineData("^uploads*", "upload")]
    [InlineData("a{b", "a{b")]
    public void A_regex_is_found_anywhere_its_meaning_allows(string pattern, string key) => Assert.Equal(MatchOutcome.Matched, Evaluate(pattern, key));

    [Property(MaxTest = 3000)]
    public Property A_regex_decides_as_the_frameworks_default_engine() => Prop.ForAll(
        Texts(Parts, 7).Where(IsPattern).ToArbitrary(),
        Texts(["a", "b", "B", "ab", "ba/", ".", "1", "]", "#", " ", "{2}"], 8).ToArbitrary(),
        (pattern, key) => Evaluate(pattern, key) == MatchOutcome.Matched == Regex.IsMatch(key, pattern));

    // The default engine, which backtracks, runs out of time on both.
    [Theory]
    [InlineData("(a+)+x")]
    [InlineData("^(a|aa)+$")]
    public void No_key_makes_a_regex_run_out_of_time(string pattern) =>
        Assert.Equal(MatchOutcome.NotMatched, Evaluate(pattern, new string('a', 1000) + '!'));

    [Fact]
    public void A_regex_has_a_second() => Assert.Equal(TimeSpan.FromSeconds(1), KeyRegex.Compile("a").MatchTimeout);

    /// <summary>To refuse the upload would lose it for good; an invocation that fails is tried again.</summary>
    [Fact]
    public void On_a_machine_that_is_too_slow_a_regex_decides_nothing() => Assert.Equal(
        MatchOutcome.Undecided,
        new KeyRegex("regex", new("(a+)+x", RegexOptions.None, TimeSpan.FromTicks(1))).Evaluate(new(TestData.Upload(new string('a', 1000)), Facts.None)).Outcome);

    [Theory]
    [InlineData("(?=a)")]
    [InlineData("(?<!a)b")]
    [InlineData(@"(a)\1")]
    public void A_regex_that_needs_backtracking_is_refused(string pattern) => Assert.Throws<NotSupportedException>(() => KeyRegex.Compile(pattern));

    private static MatchOutcome Evaluate(string pattern, string key) =>
        new KeyRegex("regex", KeyRegex.Compile(pattern)).Evaluate(new(TestData.Upload(key), Facts.None)).Outcome;

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
