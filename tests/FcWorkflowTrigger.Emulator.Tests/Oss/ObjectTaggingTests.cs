using System.Net;
using System.Xml.Linq;

namespace FcWorkflowTrigger.Emulator.Tests.Oss;

/// <summary>Against the OSS documentation, "Object tagging" and the pages of its error codes (EC 0010-00000209 to 0010-00000219).</summary>
public sealed class ObjectTaggingTests : IAsyncLifetime
{
    private OssTestServer _oss = null!;

    public async Task InitializeAsync() => _oss = await OssTestServer.StartAsync();

    public async Task DisposeAsync() => await _oss.DisposeAsync();

    [Fact]
    public async Task Tags_can_be_set_read_and_deleted_without_an_upload_event()
    {
        var before = _oss.Store.Put("ledger", "k", TestData.Bytes("x"), "text/plain");
        _oss.Store.Created += _ => Assert.Fail("Nothing was uploaded.");

        using var set = await _oss.SendAsync("PUT", "k?tagging", Tagging(("a", "1"), ("b c", "+-=._:/")));
        using var head = await _oss.SendAsync("HEAD", "k");
        var tags = await TagsAsync("k");
        using var deleted = await _oss.SendAsync("DELETE", "k?tagging");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NoContent), (set.StatusCode, deleted.StatusCode));
        Assert.Equal("a=1, b c=+-=._:/", tags);
        Assert.Equal(["2"], head.Headers.GetValues("x-oss-tagging-count"));
        Assert.Equal("", await TagsAsync("k"));
        Assert.Equal(before.LastModified, _oss.Store.Find("ledger", "k")!.LastModified);
    }

    [Fact]
    public async Task Setting_tags_replaces_all_earlier_tags()
    {
        await _oss.SendAsync("PUT", "k", "x", headers: "x-oss-tagging: old=1&older=2");

        await _oss.SendAsync("PUT", "k?tagging", Tagging(("new", "3")));

        Assert.Equal("new=3", await TagsAsync("k"));
    }

    [Fact]
    public async Task Each_kind_of_upload_takes_tags_from_its_header()
    {
        const string Header = "x-oss-tagging: stage=a%20b&empty";
        await _oss.SendAsync("PUT", "put", "x", headers: Header);
        await _oss.SendAsync("POST", "log?append&position=0", "x", headers: Header);
        await _oss.SendAsync("POST", "log?append&position=1", "y", headers: "x-oss-tagging: ignored=1");
        await CompleteAsync("whole", Header);

        foreach (var key in new[] { "put", "log", "whole" })
        {
            Assert.Equal("stage=a b, empty=", await TagsAsync(key));
        }
    }

    [Theory]
    [InlineData("x-oss-tagging: b=2", "a=1")]
    [InlineData("x-oss-tagging-directive: Copy", "a=1")]
    [InlineData("x-oss-tagging-directive: Replace", "")]
    [InlineData("x-oss-tagging-directive: REPLACE\nx-oss-tagging: b=2", "b=2")]
    public async Task A_copy_has_the_tags_of_its_source_unless_they_are_replaced(string headers, string tags)
    {
        await _oss.SendAsync("PUT", "source", "x", headers: "x-oss-tagging: a=1");

        await _oss.SendAsync("PUT", "target", headers: ["x-oss-copy-source: /ledger/source", .. headers.Split('\n')]);

        Assert.Equal(tags, await TagsAsync("target"));
    }

    [Theory]
    [InlineData("x-oss-tagging: aa=bb=cc", "400 InvalidTag 0010-00000219")]
    [InlineData("x-oss-tagging: a=1&a=2", "400 InvalidTag 0010-00000210")]
    [InlineData("x-oss-tagging: a&b&c&d&e&f&g&h&i&j&k", "400 InvalidTag 0010-00000218")]
    [InlineData("x-oss-tagging: a=1%2C2", "400 InvalidTag 0010-00000217")]
    [InlineData("x-oss-tagging: =1", "400 InvalidTag 0010-00000217")]
    public async Task Invalid_tags_are_refused_and_nothing_is_stored(string header, string code)
    {
        using var reply = await _oss.SendAsync("PUT", "k", "x", headers: header);

        Assert.Equal(code, await FineCodeAsync(reply));
        Assert.Null(_oss.Store.Find("ledger", "k"));
    }

    [Theory]
    [InlineData(128, 256, "200")]
    [InlineData(129, 256, "400 InvalidTag 0010-00000217")]
    [InlineData(128, 257, "400 InvalidTag 0010-00000217")]
    public async Task A_key_has_up_to_128_characters_and_a_value_up_to_256(int key, int value, string outcome)
    {
        _oss.Store.Put("ledger", "k", TestData.Bytes("x"), "text/plain");

        using var reply = await _oss.SendAsync("PUT", "k?tagging", Tagging((new('k', key), new('v', value))));

        Assert.Equal(outcome, reply.IsSuccessStatusCode ? "200" : await FineCodeAsync(reply));
    }

    [Theory]
    [InlineData("<Tagging/>")]
    [InlineData("<TagSet><Tag><Key>a</Key></Tag></TagSet>")]
    [InlineData("<Tagging><TagSet><Tag><Value>1</Value></Tag></TagSet></Tagging>")]
    [InlineData("<Tagging><TagSet><Key>a</Key></TagSet></Tagging>")]
    public async Task A_body_of_another_form_is_malformed(string body)
    {
        _oss.Store.Put("ledger", "k", TestData.Bytes("x"), "text/plain");

        using var reply = await _oss.SendAsync("PUT", "k?tagging", body);

        Assert.Equal("400 MalformedXML", await OssTestServer.CodeAsync(reply));
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("GET")]
    [InlineData("DELETE")]
    public async Task A_missing_object_has_no_tags(string method)
    {
        using var reply = await _oss.SendAsync(method, "absent?tagging", Tagging(("a", "1")));

        Assert.Equal("404 NoSuchKey", await OssTestServer.CodeAsync(reply));
    }

    private static string Tagging(params (string Key, string Value)[] tags) =>
        $"<Tagging><TagSet>{string.Concat(tags.Select(tag => $"<Tag><Key>{tag.Key}</Key><Value>{tag.Value}</Value></Tag>"))}</TagSet></Tagging>";

    private static async Task<string> FineCodeAsync(HttpResponseMessage reply) =>
        $"{await OssTestServer.CodeAsync(reply)} {reply.Headers.GetValues("x-oss-ec").Single()}";

    private async Task<string> TagsAsync(string key)
    {
        using var reply = await _oss.SendAsync("GET", $"{key}?tagging");
        var set = XDocument.Parse(await reply.Content.ReadAsStringAsync()).Root!.Element("TagSet")!;
        return string.Join(", ", set.Elements("Tag").Select(tag => $"{tag.Element("Key")!.Value}={tag.Element("Value")!.Value}"));
    }

    private async Task CompleteAsync(string key, string header)
    {
        using var begun = await _oss.SendAsync("POST", $"{key}?uploads", headers: header);
        var id = XDocument.Parse(await begun.Content.ReadAsStringAsync()).Root!.Element("UploadId")!.Value;
        using var part = await _oss.SendAsync("PUT", $"{key}?partNumber=1&uploadId={id}", "part");
        var list = $"<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>{part.Headers.ETag!.Tag}</ETag></Part></CompleteMultipartUpload>";
        using var completed = await _oss.SendAsync("POST", $"{key}?uploadId={id}", list);
    }
}
