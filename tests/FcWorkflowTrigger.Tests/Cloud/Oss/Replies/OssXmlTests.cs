using System.Text;
using System.Xml.Linq;
using FcWorkflowTrigger.Cloud.Oss.Replies;
using FsCheck;
using FsCheck.Xunit;

namespace FcWorkflowTrigger.Tests.Cloud.Oss.Replies;

public sealed class OssXmlTests
{
    private const string Listing = """
        <?xml version="1.0" encoding="UTF-8"?>
        <ListBucketResult xmlns="http://doc.oss.invalid?a>b">
          <Prefix/><IsTruncated>true</IsTruncated>
          <Contents><Key>d/a&amp;b</Key><LastModified >2026-11-24T00:10:00.000Z</LastModified ></Contents>
        </ListBucketResult>
        """;

    [Fact]
    public void The_elements_that_hold_no_others_are_read_in_order() => Assert.Equal(
        ["Prefix=", "IsTruncated=true", "Key=d/a&b", "LastModified=2026-11-24T00:10:00.000Z"], Read(Listing));

    [Fact]
    public void Names_are_read_without_their_prefixes()
    {
        using var xml = new OssXml(TestData.Bytes("<o:Error xmlns:o='x'><o:Code>NoSuchKey</o:Code></o:Error>"));

        Assert.True(xml.Next());
        Assert.Equal(("Error", "Code", "NoSuchKey"), (xml.Root, xml.Name, xml.Text));
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
    [InlineData("  ", "  ")]
    [InlineData(" a&#32;", " a ")]
    public void References_are_what_they_stand_for_and_blanks_are_kept(string text, string meaning) => Assert.Equal([$"a={meaning}"], Read($"<a>{text}</a>"));

    [Theory]
    [InlineData("<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>", false)]
    [InlineData("<ListBucketResult><IsTruncated>true</IsTruncated><Contents><Key>a</Key><LastModified>2026-11-24T00:10:00.000Z</LastModified></Contents></ListBucketResult>", true)]
    public void A_page_without_entries_has_no_page_after_it(string listing, bool isTruncated) =>
        Assert.Equal(isTruncated, OssListing.Read(TestData.Bytes(listing)).IsTruncated);

    [Fact]
    public void A_document_cut_off_anywhere_does_not_pass_for_a_whole_one()
    {
        var whole = TestData.Bytes(Listing);

        Assert.All(Enumerable.Range(0, whole.Length), length => Assert.Throws<InvalidDataException>(() => Read(whole[..length])));
        Assert.All(Enumerable.Range(0, whole.Length), length => Assert.Throws<InvalidDataException>(() => OssListing.Read(whole[..length])));
    }

    [Fact]
    public void A_tagging_or_versioning_cut_off_anywhere_does_not_pass_for_a_whole_one()
    {
        var tagging = TestData.Bytes("<Tagging><TagSet><Tag><Key>a</Key><Value>b</Value></Tag></TagSet></Tagging>");
        var versioning = TestData.Bytes("<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>");

        Assert.All(Enumerable.Range(0, tagging.Length), length => Assert.Throws<InvalidDataException>(() => OssTagging.Read(tagging[..length])));
        Assert.All(Enumerable.Range(0, versioning.Length), length => Assert.Throws<InvalidDataException>(() => OssVersioning.Read(versioning[..length])));
    }

    [Theory]
    [InlineData("""<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>""")]
    [InlineData("""<!DOCTYPE a SYSTEM "http://127.0.0.1:9/"><a/>""")]
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
    [InlineData("ok")]
    [InlineData("")]
    public void What_oss_does_not_write_is_refused(string document) => Assert.Throws<InvalidDataException>(() => Read(document));

    [Fact]
    public void Bytes_that_are_not_utf8_are_refused() => Assert.Throws<InvalidDataException>(() => Read([.. "<a>"u8, 0xFF, .. "</a>"u8]));

    [Property(MaxTest = 2_000)]
    public void Nothing_but_a_refusal_comes_of_a_broken_document(int at, byte letter)
    {
        var broken = TestData.Bytes(Listing);
        broken[(at & int.MaxValue) % broken.Length] = letter;

        var surprise = Record.Exception(() => Read(broken));

        Assert.True(surprise is null or InvalidDataException, $"{surprise}");
    }

    private static List<string> Read(string document) => Read(Encoding.UTF8.GetBytes(document));

    private static List<string> Read(byte[] document)
    {
        using var xml = new OssXml(document);
        var leaves = new List<string>();

        while (xml.Next())
        {
            leaves.Add($"{xml.Name}={xml.Text}");
        }

        return leaves;
    }

    // XML has no word for most control characters, and turns every line end into one.
    private static string Writable(string text) => string.Concat(text.Where(letter => letter >= ' ' && char.IsAscii(letter)));
}
