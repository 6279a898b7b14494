using FcWorkflowTrigger.Reconcile.CatchingUp;

namespace FcWorkflowTrigger.Tests.Reconcile.CatchingUp;

public sealed class CatchUpPlaceTests
{
    [Theory]
    [InlineData("oss://media-in/uploads/ since 2h", "media-in", "uploads/", 120)]
    [InlineData("oss://media-in/uploads/ since 2 h", "media-in", "uploads/", 120)]
    [InlineData("oss://media-in/ since 90m", "media-in", "", 90)]
    [InlineData("oss://media-in/a since b/ since 1d", "media-in", "a since b/", 1440)]
    [InlineData("oss://media-in/视频/ since 1.5h", "media-in", "视频/", 90)]
    [InlineData("oss://media-in/ since 1.66667h", "media-in", "", 100)]
    public void A_place_has_a_bucket_a_prefix_and_a_time(string text, string bucket, string prefix, int minutes)
    {
        Assert.True(CatchUpPlace.TryParse(text, out var place));
        Assert.Equal(new(bucket, prefix, TimeSpan.FromMinutes(minutes)), place);
        Assert.Equal($"oss://{bucket}/{prefix}", $"{place}");
    }

    [Theory]
    [InlineData("media-in/uploads/ since 2h")]
    [InlineData("oss://media-in since 2h")]
    [InlineData("oss://Media/uploads/ since 2h")]
    [InlineData("oss://m/uploads/ since 2h")]
    [InlineData("oss://media-in//uploads/ since 2h")]
    [InlineData("oss://media-in/uploads/")]
    [InlineData("oss://media-in/uploads/ since")]
    [InlineData("oss://media-in/uploads/ since yesterday")]
    [InlineData("oss://media-in/uploads/ since 2")]
    [InlineData("oss://media-in/uploads/ since NaNh")]
    [InlineData("oss://media-in/uploads/ since -Infinityh")]
    public void Another_text_is_no_place(string text) => Assert.False(CatchUpPlace.TryParse(text, out _));

    [Fact]
    public void A_prefix_may_be_as_long_as_a_key()
    {
        Assert.True(CatchUpPlace.TryParse($"oss://media-in/{new string('a', 1023)} since 2h", out _));
        Assert.False(CatchUpPlace.TryParse($"oss://media-in/{new string('a', 1024)} since 2h", out _));
        Assert.True(CatchUpPlace.TryParse($"oss://media-in/{new string('视', 341)} since 2h", out _));
        Assert.False(CatchUpPlace.TryParse($"oss://media-in/{new string('视', 342)} since 2h", out _));
    }

    [Fact]
    public void A_bucket_has_sixty_three_characters_at_most()
    {
        Assert.True(CatchUpPlace.TryParse($"oss://{new string('a', 63)}/ since 2h", out _));
        Assert.False(CatchUpPlace.TryParse($"oss://{new string('a', 64)}/ since 2h", out _));
    }
}
