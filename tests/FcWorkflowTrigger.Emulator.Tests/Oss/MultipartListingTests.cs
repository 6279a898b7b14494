using System.Net;
using System.Xml.Linq;

namespace FcWorkflowTrigger.Emulator.Tests.Oss;

public sealed class MultipartListingTests : IAsyncLifetime
{
    private OssTestServer _oss = null!;

    public async Task InitializeAsync() => _oss = await OssTestServer.StartAsync();

    public async Task DisposeAsync() => await _oss.DisposeAsync();

    [Fact]
    public async Task The_parts_of_an_upload_are_listed_a_page_at_a_time()
    {
        var id = await BeginAsync("film");

        foreach (var number in new[] { 3, 1, 2 })
        {
            using var put = await _oss.SendAsync("PUT", $"film?partNumber={number}&uploadId={id}", $"part {number}");
        }

        var first = await XmlAsync($"film?uploadId={id}", "&max-parts=2");
        var second = await XmlAsync($"film?uploadId={id}", $"&part-number-marker={first.Element("NextPartNumberMarker")!.Value}");

        Assert.Equal(["1", "2"], Values(first, "Part", "PartNumber"));
        Assert.Equal("true", first.Element("IsTruncated")!.Value);
        Assert.Equal(["3"], Values(second, "Part", "PartNumber"));
        Assert.Equal("false", second.Element("IsTruncated")!.Value);
        Assert.Equal(["2026-11-24T00:15:00.000Z"], Values(second, "Part", "LastModified"));
    }

    [Fact]
    public async Task Open_uploads_are_listed_by_key_grouped_and_a_page_at_a_time()
    {
        foreach (var key in new[] { "b", "a", "d/1", "d/2", "a" })
        {
            await BeginAsync(key);
        }

        var all = await XmlAsync("?uploads", "&delimiter=/");
        var first = await XmlAsync("?uploads", "&max-uploads=1");
        var second = await XmlAsync(
            "?uploads", $"&max-uploads=2&key-marker={first.Element("NextKeyMarker")!.Value}&upload-id-marker={first.Element("NextUploadIdMarker")!.Value}");
        var inFolder = await XmlAsync("?uploads", "&prefix=d/");

        Assert.Equal(["a", "a", "b"], Values(all, "Upload", "Key"));
        Assert.Equal(["d/"], Values(all, "CommonPrefixes", "Prefix"));
        Assert.Equal(("a", "true"), (Values(first, "Upload", "Key").Single(), first.Element("IsTruncated")!.Value));
        Assert.Equal(["a", "b"], Values(second, "Upload", "Key"));
        Assert.NotEqual(Values(first, "Upload", "UploadId"), Values(second, "Upload", "UploadId")[..1]);
        Assert.Equal(["d/1", "d/2"], Values(inFolder, "Upload", "Key"));
    }

    [Fact]
    public async Task A_part_can_be_a_piece_of_another_object()
    {
        _oss.Store.Put("media-in", "source", TestData.Bytes("0123456789"), "text/plain");
        var id = await BeginAsync("film");

        using var piece = await _oss.SendAsync(
            "PUT", $"film?partNumber=1&uploadId={id}", "", headers: ["x-oss-copy-source: /media-in/source", "x-oss-copy-source-range: bytes=2-4"]);
        using var whole = await _oss.SendAsync(
            "PUT", $"film?partNumber=2&uploadId={id}", "", headers: ["x-oss-copy-source: /media-in/source", "x-oss-copy-source-range: bytes=0-10"]);
        using var absent = await _oss.SendAsync("PUT", $"film?partNumber=3&uploadId={id}", "", headers: "x-oss-copy-source: /media-in/absent");
        using var changed = await _oss.SendAsync(
            "PUT", $"film?partNumber=3&uploadId={id}", "", headers: ["x-oss-copy-source: /media-in/source", "x-oss-copy-source-if-match: other"]);

        Assert.Equal(HttpStatusCode.OK, piece.StatusCode);
        Assert.Equal(["234", "0123456789"], _oss.Store.Uploads.Parts(id).Select(part => System.Text.Encoding.UTF8.GetString(part.Body)));
        Assert.Equal(piece.Headers.ETag!.Tag, (await OssTestServer.XmlAsync(piece)).Element("ETag")!.Value);
        Assert.Equal(("404 NoSuchKey", "412 PreconditionFailed"), (await OssTestServer.CodeAsync(absent), await OssTestServer.CodeAsync(changed)));
    }

    private async Task<string> BeginAsync(string key)
    {
        using var begun = await _oss.SendAsync("POST", $"{key}?uploads");
        return (await OssTestServer.XmlAsync(begun)).Element("UploadId")!.Value;
    }

    private async Task<XElement> XmlAsync(string resource, string unsigned)
    {
        using var reply = await _oss.SendAsync("GET", resource, unsigned: unsigned);
        return await OssTestServer.XmlAsync(reply);
    }

    private static string[] Values(XElement listing, string element, string name) => [.. listing.Elements(element).Select(one => one.Element(name)!.Value)];
}
