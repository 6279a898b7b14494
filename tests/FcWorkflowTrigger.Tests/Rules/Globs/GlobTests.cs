using System.Text;
using System.Text.RegularExpressions;
using FcWorkflowTrigger.Rules.Globs;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace FcWorkflowTrigger.Tests.Rules.Globs;

public sealed class GlobTests
{
    [Theory]
    [InlineData("uploads/*.mp4", "uploads/beach.mp4", true)]
    [InlineData("uploads/*.mp4", "uploads/2026/beach.mp4", false)]
    [InlineData("uploads/*.mp4", "uploads/beach.MP4", false)]
    [InlineData("uploads/**/*.mp4", "uploads/beach.mp4", true)]
    [InlineData("uploads/**/*.mp4", "uploads/2026/11/beach.mp4", true)]
    [InlineData("uploads/**", "uploads/2026/11/beach.mp4", true)]
    [InlineData("**/raw/*", "a/b/raw/c", true)]
    [InlineData("**/raw/*", "a/b/draw/c", false)]
    [InlineData("**", "", true)]
    [InlineData("*", "a/b", false)]
    [InlineData("a?c", "abc", true)]
    [InlineData("a?c", "a/c", false)]
    [InlineData("take[0-9a].mp4", "take7.mp4", true)]
    [InlineData("take[0-9a].mp4", "take9.mp4", true)]
    [InlineData("take[0-9a].mp4", "take0.mp4", true)]
    [InlineData("take[!0-9].mp4", "takeA.mp4", true)]
    [InlineData("take[!0-9].mp4", "take7.mp4", false)]
    [InlineData("take[!0-9].mp4", "take/.mp4", false)]
    [InlineData("*.{mp4,m{o,k}v}", "beach.mkv", true)]
    [InlineData("*.{mp4,m{o,k}v}", "beach.mxv", false)]
    [InlineData(@"100\*\{a\}", "100*{a}", true)]
    [InlineData(@"100\*", "1000", false)]
    [InlineData("春*.mp4", "春节 plan+draft 100%.mp4", true)]
    [InlineData("a//b", "a//b", true)]
    [InlineData("a}.{b,c}", "a}.c", true)]
    public void A_glob_matches_a_whole_key(string pattern, string key, bool matches) => Assert.Equal(matches, IsMatch(pattern, key));

    [Theory]
    [InlineData("a[b", "has a '[' without ']'")]
    [InlineData("a{b,c", "has a '{' without '}'")]
    [InlineData(@"a\", @"ends in '\'")]
    [InlineData("{0,1,2,3,4,5,6,7}{0,1,2,3,4,5,6,7,8}", "expands to more than 64 patterns")]
    [InlineData("{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}", "expands to more than 64 patterns")]
    public void An_invalid_pattern_fails_with_the_reason(string pattern, string reason) =>
        Assert.Equal(reason, Assert.Throws<ArgumentException>(() => Glob.Parse(pattern)).Message);

    [Fact]
    public void A_pattern_may_expand_to_64() => Assert.Equal(64, Glob.Parse("{0,1,2,3,4,5,6,7}{0,1,2,3,4,5,6,7}").Count);

    [Property(MaxTest = 3000)]
    public Property A_glob_matches_what_the_same_regex_matches() => Prop.ForAll(
        Texts("a", "b", "ab/", "/", "*", "**", "**/", "?").ToArbitrary(),
        Texts("a", "b", "ab/", "/").ToArbitrary(),
        (pattern, key) => IsMatch(pattern, key) == Regex.IsMatch(key, AsRegex(pattern)));

    private static Gen<string> Texts(params string[] parts) =>
        Gen.Choose(0, 9).SelectMany(length => Gen.Elements(parts).ArrayOf(length)).Select(string.Concat);

    private static bool IsMatch(string pattern, string key) => Glob.Parse(pattern).Any(glob => glob.IsMatch(key));

    private static string AsRegex(string pattern)
    {
        var regex = new StringBuilder(@"\A");

        for (var at = 0; at < pattern.Length; at++)
        {
            var rest = pattern.AsSpan(at);
            var isFolders = rest.StartsWith("**/") && (at == 0 || pattern[at - 1] == '/');
            var isAnything = rest.StartsWith("**");
            regex.Append(isFolders ? "(?:[^/]*/)*" : isAnything ? "(?s:.*)" : rest[0] == '*' ? "[^/]*" : rest[0] == '?' ? "[^/]" : Regex.Escape($"{rest[0]}"));
            at += isFolders ? 2 : isAnything ? 1 : 0;
        }

        return regex.Append(@"\z").ToString();
    }
}
