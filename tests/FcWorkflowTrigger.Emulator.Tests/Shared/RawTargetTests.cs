using FcWorkflowTrigger.Emulator.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace FcWorkflowTrigger.Emulator.Tests.Shared;

public sealed class RawTargetTests
{
    [Theory]
    [InlineData("/a//b/../c", "/a//b/../c")]
    [InlineData("/a%2Fb%20c+d", "/a/b c+d")]
    [InlineData("/%E6%98%A5%F0%9F%8E%AC", "/春🎬")]
    [InlineData("/100%", "/100%")]
    public void A_path_is_decoded_once_and_never_normalised(string sent, string path) => Assert.Equal(path, Parse(sent).Path);

    [Fact]
    public void A_query_keeps_its_order_its_plus_signs_and_the_difference_between_bare_and_empty()
    {
        var target = Parse("/?b=1%2B1&a=x+y&append&empty=");

        Assert.Equal([new("b", "1+1"), new("a", "x+y"), new("append", null), new("empty", "")], target.Query);
        Assert.True(target.Has("append"));
        Assert.Null(target["append"]);
        Assert.False(target.Has("position"));
    }

    private static RawTarget Parse(string target)
    {
        var http = new DefaultHttpContext();
        http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = target;
        return RawTarget.From(http);
    }
}
