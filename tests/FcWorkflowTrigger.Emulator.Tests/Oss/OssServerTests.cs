using System.Net;
using System.Xml.Linq;

namespace FcWorkflowTrigger.Emulator.Tests.Oss;

public sealed class OssServerTests : IAsyncLifetime
{
    private const string Forbid = "x-oss-forbid-overwrite: true";
    private OssTestServer _oss = null!;

    public async Task InitializeAsync() => _oss = await OssTestServer.StartAsync();

    public async Task DisposeAsync() => await _oss.DisposeAsync();

    [Fact]
    public async Task Only_one_of_64_simultaneous_puts_that_forbid_overwriting_succeeds()
    {
        var replies = await Task.WhenAll(Enumerable.Range(0, 64).Select(racer => _oss.SendAsync("PUT", "claim", $"racer {racer}", headers: Forbid)));

        var winner = Assert.Single(Enumerable.Range(0, 64), racer => replies[racer].StatusCode == HttpStatusCode.OK);
        Assert.Equal($"racer {winner}", System.Text.Encoding.UTF8.GetString(_oss.Store.Find("ledger", "claim")!.Body));
        Assert.Equal("409 FileAlreadyExists", await OssTestServer.CodeAsync(replies[winner == 0 ? 1 : 0]));
    }

    [Theory]
    [InlineData("Enabled")]
    [InlineData("Suspended")]
    public async Task A_bucket_that_was_ever_versioned_overwrites_despite_the_header(string status)
    {
        await _oss.SendAsync("PUT", "?versioning", $"<VersioningConfiguration><Status>{status}</Status></VersioningConfiguration>");
        await _oss.SendAsync("PUT", "k", "first", headers: Forbid);

        using var second = await _oss.SendAsync("PUT", "k", "second", headers: Forbid);
        using var versioning = await _oss.SendAsync("GET", "?versioning");

        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.Equal("second"u8, _oss.Store.Find("ledger", "k")!.Body);
        Assert.Contains($"<Status>{status}</Status>", await versioning.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PUT", "k", "x-oss-forbid-overwrite: yes", "400 InvalidArgument")]
    [InlineData("PUT", "k", "If-None-Match: *", "400 NotImplemented")]
    [InlineData("PUT", "?tagging", "x-oss-meta-a: 1", "400 NotImplemented")]
    [InlineData("PUT", "k", "x-oss-storage-class: test", "400 InvalidArgument")]
    [InlineData("POST", "new?append&position=0", "x-oss-storage-class: ColdArchive", "400 InvalidArgument")]
    [InlineData("PUT", "/k", "x-oss-meta-a: 1", "400 InvalidObjectName")]
    [InlineData("POST", "/k?uploads", "x-oss-meta-a: 1", "400 InvalidObjectName")]
    [InlineData("PUT", "/k", "x-oss-copy-source: /ledger/taken", "400 InvalidObjectName")]
    [InlineData("POST", "taken?uploads", Forbid, "409 FileAlreadyExists")]
    [InlineData("PUT", "taken", "x-oss-copy-source: /ledger/absent", "404 NoSuchKey")]
    [InlineData("PUT", "k", "x-oss-copy-source: /ledger/taken\nx-oss-tagging-directive: Move", "400 InvalidArgument")]
    [InlineData("PUT", "?versioning", "x-oss-meta-a: 1", "400 MalformedXML")]
    [InlineData("POST", "taken?append&position=0", "x-oss-meta-a: 1", "409 ObjectNotAppendable")]
    [InlineData("POST", "new?append&position=7", "x-oss-meta-a: 1", "409 PositionNotEqualToLength")]
    [InlineData("POST", "new?append&position=x", "x-oss-meta-a: 1", "400 InvalidArgument")]
    [InlineData("POST", "new?uploadId=unknown", "x-oss-meta-a: 1", "404 NoSuchUpload")]
    public async Task A_refusal_has_the_code_of_OSS_and_changes_nothing(string method, string resource, string header, string code)
    {
        _oss.Store.Put("ledger", "taken", TestData.Bytes("kept"), "text/plain");

        using var reply = await _oss.SendAsync(method, resource, "x", headers: header.Split('\n'));

        Assert.Equal(code, await OssTestServer.CodeAsync(reply));
        Assert.Equal("kept"u8, Assert.Single(_oss.Store.List("ledger", "")).Body);
    }

    [Fact]
    public async Task A_copy_and_a_completed_upload_also_respect_the_header()
    {
        _oss.Store.Put("ledger", "source", TestData.Bytes("x"), "text/plain");
        using var begun = await _oss.SendAsync("POST", "target?uploads");
        var id = XDocument.Parse(await begun.Content.ReadAsStringAsync()).Root!.Element("UploadId")!.Value;
        using var part = await _oss.SendAsync("PUT", $"target?partNumber=1&uploadId={id}", "part");
        var list = $"<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>{part.Headers.ETag!.Tag}</ETag></Part></CompleteMultipartUpload>";

        using var copied = await _oss.SendAsync("PUT", "target", headers: [Forbid, "x-oss-copy-source: /ledger/source"]);
        using var again = await _oss.SendAsync("PUT", "target", headers: [Forbid, "x-oss-copy-source: /ledger/source"]);
        using var refused = await _oss.SendAsync("POST", $"target?uploadId={id}", list, headers: Forbid);
        using var completed = await _oss.SendAsync("POST", $"target?uploadId={id}", list);

        Assert.Equal(HttpStatusCode.OK, copied.StatusCode);
        Assert.Equal(("409 FileAlreadyExists", "409 FileAlreadyExists"), (await OssTestServer.CodeAsync(again), await OssTestServer.CodeAsync(refused)));
        Assert.Equal(HttpStatusCode.OK, completed.StatusCode);
        Assert.Equal(_oss.Store.Find("ledger", "target")!.QuotedETag, completed.Headers.ETag!.Tag);
        Assert.EndsWith("-1", _oss.Store.Find("ledger", "target")!.ETag, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_append_must_be_at_the_end_of_the_object_and_returns_the_next_position()
    {
        using var first = await _oss.SendAsync("POST", "log?append&position=0", "one");
        using var wrong = await _oss.SendAsync("POST", "log?append&position=0", "two");
        using var empty = await _oss.SendAsync("POST", "log?append&position=3", "");
        using var right = await _oss.SendAsync("POST", "log?append&position=3", "two");

        Assert.Equal(["3", "3", "3", "6"], new[] { first, wrong, empty, right }.Select(reply => reply.Headers.GetValues("x-oss-next-append-position").Single()));
        Assert.Equal("409 PositionNotEqualToLength", await OssTestServer.CodeAsync(wrong));
        Assert.Equal("onetwo"u8, _oss.Store.Find("ledger", "log")!.Body);
    }

    [Theory]
    [InlineData("If-Match: \"other\"", 412)]
    [InlineData("If-None-Match: \"9DD4E461268C8034F5C8564E155C67A6\"", 304)]
    [InlineData("Range: bytes=1-\nx-oss-range-behavior: standard", 416)]
    [InlineData("Range: bytes=1-", 200)]
    [InlineData("Range: bytes=0-0", 206)]
    public async Task A_read_can_have_conditions_and_ranges(string header, int status)
    {
        _oss.Store.Put("ledger", "x", TestData.Bytes("x"), "text/plain");

        using var reply = await _oss.SendAsync("GET", "x", headers: header.Split('\n'));

        Assert.Equal(status, (int)reply.StatusCode);
    }

    [Fact]
    public async Task A_refused_HEAD_has_its_error_in_the_headers()
    {
        using var reply = await _oss.SendAsync("HEAD", "absent");

        var error = Convert.FromBase64String(reply.Headers.GetValues("x-oss-err").Single());
        Assert.Equal("NoSuchKey", XDocument.Parse(System.Text.Encoding.UTF8.GetString(error)).Root!.Element("Code")!.Value);
        Assert.Equal(["0026-00000001"], reply.Headers.GetValues("x-oss-ec"));
    }
}
