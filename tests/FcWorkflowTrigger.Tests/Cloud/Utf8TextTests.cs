using FcWorkflowTrigger.Cloud;
using FsCheck.Xunit;

namespace FcWorkflowTrigger.Tests.Cloud;

public sealed class Utf8TextTests
{
    [Property]
    public void A_text_is_encoded_as_RFC_3986_says_whatever_it_holds(string? value)
    {
        using var text = new Utf8Text();

        Assert.Equal(Uri.EscapeDataString(value ?? ""), text.AppendEscaped(value).ToString());
    }

    [Fact]
    public void Half_a_surrogate_pair_is_replaced()
    {
        using var text = new Utf8Text();

        Assert.Equal("a%EF%BF%BDb", text.AppendEscaped("a\ud800b").ToString());
    }

    [Fact]
    public void One_more_character_may_be_kept()
    {
        using var text = new Utf8Text();

        Assert.Equal("a/b%20c~d", text.AppendEscaped("a/b c~d", kept: '/').ToString());
    }

    [Fact]
    public void It_grows_beyond_what_was_expected_and_can_be_begun_anew()
    {
        using var text = new Utf8Text(capacity: 1);
        var parts = Enumerable.Range(0, 500).Select(number => $"{number} 春;").ToArray();

        Array.ForEach(parts, part => text.Append(part));

        Assert.Equal(string.Concat(parts), text.ToString());
        Assert.Equal("00ff", text.Clear().AppendHex([0, 255]).ToString());
    }
}
