using System.Text;
using System.Xml.Linq;
using FcWorkflowTrigger.Cloud.Oss.Xml;
using FsCheck;
using FsCheck.Xunit;

namespace FcWorkflowTrigger.Tests.Cloud.Oss.Xml;

public sealed class XmlLeavesTests
{
    private const string Listing = """
        <?xml version="1.0" encoding="UTF-8"?>
        <ListBucketResult xmlns="http://doc.oss.invalid?a>b">
          <Prefix/><IsTruncated>true</IsTruncated>
          <Contents><Key>d/a&amp;b</Key><Size >0</Size ></Contents>
        </ListBucketResult>
        """;

    [Fact]
    public void The_elements_that_hold_no_others_are_read_in_order()
    {
        var leaves = Read(Listing);

        Assert.Equal(["Prefix=", "IsTruncated=true", "Key=d/a&b", "Size=0"], leaves);
    }

    [Fact]
    public void Names_are_read_without_their_prefixes()
    {
        var xml = new XmlLeaves("<o:Error xmlns:o='x'><o:Code>NoSuchKey</o:Code></o:Error>"u8);

        Assert.True(xml.Next());
        Assert.Equal(("Error", "Code", "NoSuchKey"), (Encoding.UTF8.GetString(xml.Root), Encoding.UTF8.GetString(xml.Name), xml.Text));
    }

    [Property]
    public void What_the_framework_writes_is_read_as_it_was(NonNull<string>[] texts)
    {
        var written = new XElement("Tagging", texts.Select(text => new XElement("Value", Writable(text.Get)))).ToString(SaveOptions.DisableFormatting);

        var leaves = Read(written);

        Assert.Equal(texts.Length == 0 ? ["Tagging="] : texts.Select(text => $"Value={Writable(text.Get)}"), leaves);
    }

    [Theory]
    [InlineData("&lt;&gt;&quot;&apos;&amp;amp;", "<>\"'&amp;")]
    [InlineData("&#20320;&#x1F600;!", "你😀!")]
    public void References_are_what_they_stand_for(string text, string meaning) => Assert.Equal([$"a={meaning}"], Read($"<a>{text}</a>"));

    [Fact]
    public void A_document_cut_off_anywhere_does_not_pass_for_a_whole_one()
    {
        var whole = Encoding.UTF8.GetBytes(Listing);

        Assert.All(Enumerable.Range(0, whole.Length), length => Assert.Throws<InvalidDataException>(() => Read(whole[..length])));
    }

    [Theory]
    [InlineData("""<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>""")]
    [InlineData("<a><!-- b --></a>")]
    [InlineData("<a><![CDATA[b]]></a>")]
    [InlineData("<a><?b?></a>")]
    [InlineData("<a>&b;</a>")]
    [InlineData("<a>&#0;</a>")]
    [InlineData("<a>&#xD800;</a>")]
    [InlineData("<a>&amp</a>")]
    [InlineData("<a></b>")]
    [InlineData("<a><b></a></b>")]
    [InlineData("<a>b<c/></a>")]
    [InlineData("<a><c/>b</a>")]
    [InlineData("<a/><b/>")]
    [InlineData("<a/>b")]
    [InlineData("</a>")]
    [InlineData("<>")]
    [InlineData("< a/>")]
    [InlineData("<a <b/>")]
    public void What_oss_does_not_write_is_refused(string document) => Assert.Throws<InvalidDataException>(() => Read(document));

    [Fact]
    public void Bytes_that_are_not_utf8_are_refused() => Assert.Throws<InvalidDataException>(() => Read([.. "<a>"u8, 0xFF, .. "</a>"u8]));

    [Property(MaxTest = 2_000)]
    public void Nothing_but_a_refusal_comes_of_a_broken_document(int at, byte letter)
    {
        var broken = Encoding.UTF8.GetBytes(Listing);
        broken[(at & int.MaxValue) % broken.Length] = letter;

        var surprise = Record.Exception(() => Read(broken));

        Assert.True(surprise is null or InvalidDataException, $"{surprise}");
    }

    private static List<string> Read(string document) => Read(Encoding.UTF8.GetBytes(document));

    private static List<string> Read(byte[] document)
    {
        var xml = new XmlLeaves(document);
        var leaves = new List<string>();

        while (xml.Next())
        {
            leaves.Add($"{Encoding.UTF8.GetString(xml.Name)}={xml.Text}");
        }

        return leaves;
    }

    // XML has no word for most control characters, and turns every line end into one.
    private static string Writable(string text) => string.Concat(text.Where(letter => letter >= ' ' && char.IsAscii(letter)));
}
