using System.Text;
using FcWorkflowTrigger.Rules;
using FsCheck.Xunit;

namespace FcWorkflowTrigger.Tests.Rules;

public sealed class RuleMediaTests
{
    [Theory]
    [InlineData("{name}", "beach.mp4")]
    [InlineData("{stem} ({ext})", "beach (.mp4)")]
    [InlineData("{bucket}/{key}", "media-in/uploads/beach.mp4")]
    [InlineData("plain", "plain")]
    public void A_title_is_a_text_with_holes(string template, string title) =>
        Assert.Equal(title, new RuleMedia(template).TitleOf(Given.Upload()));

    [Fact]
    public void Emoji_are_left_out() => Assert.Equal("春节 .mp4", RuleMedia.Default.TitleOf(Given.Upload("uploads/春节 🎬👩‍💻.mp4")));

    [Fact]
    public void A_long_title_is_cut_at_a_character() =>
        Assert.Equal(new string('春', 42), RuleMedia.Default.TitleOf(Given.Upload(new('春', 300))));

    [Property]
    public void No_key_makes_a_title_over_the_limit(string? key) =>
        Assert.True(Encoding.UTF8.GetByteCount(new RuleMedia("{key}{key}{name}").TitleOf(Given.Upload("k" + key))) <= RuleMedia.MaxTitleBytes);
}
