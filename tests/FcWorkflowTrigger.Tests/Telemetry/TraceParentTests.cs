using FcWorkflowTrigger.Formats;

namespace FcWorkflowTrigger.Tests.Telemetry;

public sealed class TraceParentTests
{
    private const string Valid = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    [Theory]
    [InlineData(Valid)]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00")]
    public void A_header_is_read_and_written(string text)
    {
        Assert.True(TraceParent.TryParse(text, out var parent));
        Assert.Equal(text, parent.ToString());
    }

    [Fact]
    public void A_later_version_may_have_more_fields()
    {
        Assert.True(TraceParent.TryParse("01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more", out var parent));
        Assert.Equal(Valid, parent.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331")]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more")]
    [InlineData("ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")]
    [InlineData("00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01")]
    [InlineData("00-00000000000000000000000000000000-b7ad6b7169203331-01")]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01")]
    [InlineData("00-0af7651916cd43dd8448eb211c80319-b7ad6b7169203331-001")]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b716920333\n-01")]
    public void Anything_else_is_refused(string? text) => Assert.False(TraceParent.TryParse(text, out _));
}
