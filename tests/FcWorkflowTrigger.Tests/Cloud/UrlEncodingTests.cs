using FcWorkflowTrigger.Cloud;
using FsCheck.Xunit;

namespace FcWorkflowTrigger.Tests.Cloud;

public sealed class UrlEncodingTests
{
    [Theory]
    [InlineData("a/b c~d", "a/b%20c~d")]
    [InlineData("%2F/%252F", "%252F/%25252F")]
    [InlineData("a+b*!'()", "a%2Bb%2A%21%27%28%29")]
    [InlineData("春/😀", "%E6%98%A5/%F0%9F%98%80")]
    [InlineData("", "")]
    public void A_path_is_encoded_as_RFC_3986_says_and_keeps_its_slashes(string path, string encoded) =>
        Assert.Equal(encoded, UrlEncoding.EscapePath(path));

    [Fact]
    public void Half_a_surrogate_pair_is_replaced() => Assert.Equal("a%EF%BF%BDb", UrlEncoding.EscapePath("a\ud800b"));

    [Property]
    public void Each_part_between_slashes_is_encoded_by_itself(string? path) => Assert.Equal(
        string.Join('/', (path ?? "").Split('/').Select(Uri.EscapeDataString)), UrlEncoding.EscapePath(path ?? ""));
}
