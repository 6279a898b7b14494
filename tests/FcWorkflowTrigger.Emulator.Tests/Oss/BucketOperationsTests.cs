using System.Net;

namespace FcWorkflowTrigger.Emulator.Tests.Oss;

public sealed class BucketOperationsTests : IAsyncLifetime
{
    private OssTestServer _oss = null!;

    public async Task InitializeAsync() => _oss = await OssTestServer.StartAsync();

    public async Task DisposeAsync() => await _oss.DisposeAsync();

    [Fact]
    public async Task The_service_lists_its_buckets_with_their_owner_a_page_at_a_time()
    {
        using var all = await _oss.SendAsync("GET", "", bucket: "");
        using var first = await _oss.SendAsync("GET", "", unsigned: "?max-keys=1", bucket: "");
        using var rest = await _oss.SendAsync("GET", "", unsigned: "?marker=ledger", bucket: "");

        var listing = await OssTestServer.XmlAsync(all);
        Assert.Equal("1000000000000001", listing.Element("Owner")!.Element("ID")!.Value);
        Assert.Equal(["ledger", "media-in"], await NamesAsync(all));
        Assert.Equal(("oss-cn-shanghai", "2026-11-24T00:15:00.000Z"), (Fact("Location"), Fact("CreationDate")));
        Assert.Equal(("true", "ledger"), ((await OssTestServer.XmlAsync(first)).Element("IsTruncated")!.Value, (await OssTestServer.XmlAsync(first)).Element("NextMarker")!.Value));
        Assert.Equal(["media-in"], await NamesAsync(rest));

        string Fact(string name) => listing.Element("Buckets")!.Elements("Bucket").First().Element(name)!.Value;
    }

    [Fact]
    public async Task A_bucket_tells_what_it_is_and_what_it_holds()
    {
        _oss.Store.Put("ledger", "a", TestData.Bytes("four"), "text/plain");
        _oss.Store.Put("ledger", "b", TestData.Bytes("2!"), "text/plain");
        using var begun = await _oss.SendAsync("POST", "c?uploads");

        using var info = await _oss.SendAsync("GET", "?bucketInfo");
        using var location = await _oss.SendAsync("GET", "?location");
        using var stat = await _oss.SendAsync("GET", "?stat");
        using var acl = await _oss.SendAsync("GET", "?acl");
        using var head = await _oss.SendAsync("HEAD", "");
        using var absent = await _oss.SendAsync("HEAD", "", bucket: "elsewhere/");

        var bucket = (await OssTestServer.XmlAsync(info)).Element("Bucket")!;
        Assert.Equal(("ledger", "private"), (bucket.Element("Name")!.Value, bucket.Element("AccessControlList")!.Element("Grant")!.Value));
        Assert.Equal("oss-cn-shanghai", (await OssTestServer.XmlAsync(location)).Value);
        var counts = await OssTestServer.XmlAsync(stat);
        Assert.Equal(("6", "2", "1"), (counts.Element("Storage")!.Value, counts.Element("ObjectCount")!.Value, counts.Element("MultipartUploadCount")!.Value));
        Assert.Equal("private", (await OssTestServer.XmlAsync(acl)).Element("AccessControlList")!.Element("Grant")!.Value);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (head.StatusCode, absent.StatusCode));
    }

    [Theory]
    [InlineData("PUT", "?acl", "x-oss-acl: public-read", "403 AccessDenied")]
    [InlineData("PUT", "?acl", "x-oss-acl: own", "400 InvalidArgument")]
    [InlineData("PUT", "k?acl", "x-oss-object-acl: public-read", "403 AccessDenied")]
    [InlineData("PUT", "k?acl", "x-oss-meta-a: 1", "400 InvalidArgument")]
    [InlineData("PUT", "new", "x-oss-object-acl: public-read-write", "403 AccessDenied")]
    public async Task A_bucket_that_blocks_public_access_refuses_a_public_ACL(string method, string resource, string header, string code)
    {
        _oss.Store.Put("ledger", "k", TestData.Bytes("x"), "text/plain");

        using var reply = await _oss.SendAsync(method, resource, "x", headers: header);

        Assert.Equal(code, await OssTestServer.CodeAsync(reply));
        Assert.Equal("default", Assert.Single(_oss.Store.List("ledger", "")).Acl);
    }

    [Theory]
    [InlineData("lifecycle", "<LifecycleConfiguration><Rule/></LifecycleConfiguration>", "404 NoSuchLifecycle")]
    [InlineData("encryption", "<ServerSideEncryptionRule><SSEAlgorithm>AES256</SSEAlgorithm></ServerSideEncryptionRule>", "404 NoSuchServerSideEncryptionRule")]
    public async Task A_setting_is_told_as_it_was_sent_until_it_is_deleted(string setting, string xml, string none)
    {
        using var before = await _oss.SendAsync("GET", $"?{setting}");
        using var other = await _oss.SendAsync("PUT", $"?{setting}", "<Other/>");
        using var put = await _oss.SendAsync("PUT", $"?{setting}", xml);
        using var get = await _oss.SendAsync("GET", $"?{setting}");
        using var delete = await _oss.SendAsync("DELETE", $"?{setting}");
        using var after = await _oss.SendAsync("GET", $"?{setting}");

        Assert.Equal((none, "400 MalformedXML"), (await OssTestServer.CodeAsync(before), await OssTestServer.CodeAsync(other)));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NoContent), (put.StatusCode, delete.StatusCode));
        Assert.Equal(xml, await get.Content.ReadAsStringAsync());
        Assert.Equal(none, await OssTestServer.CodeAsync(after));
    }

    [Fact]
    public async Task A_bucket_tells_its_encryption_and_whether_it_blocks_public_access_also_after_a_restart()
    {
        using var data = new TemporaryData();
        await using var oss = await OssTestServer.StartAsync(data.Open());
        using var fresh = await oss.SendAsync("GET", "?publicAccessBlock");
        using var encrypt = await oss.SendAsync(
            "PUT", "?encryption", "<ServerSideEncryptionRule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>KMS</SSEAlgorithm><KMSMasterKeyID>key</KMSMasterKeyID></ApplyServerSideEncryptionByDefault></ServerSideEncryptionRule>");
        using var open = await oss.SendAsync("DELETE", "?publicAccessBlock");

        await using var again = await OssTestServer.StartAsync(data.Open());
        using var info = await again.SendAsync("GET", "?bucketInfo");

        var bucket = (await OssTestServer.XmlAsync(info)).Element("Bucket")!;
        Assert.Equal("true", (await OssTestServer.XmlAsync(fresh)).Element("BlockPublicAccess")!.Value);
        Assert.Equal(("false", "KMS", "key"), (bucket.Element("BlockPublicAccess")!.Value, bucket.Element("ServerSideEncryptionRule")!.Element("SSEAlgorithm")!.Value, bucket.Element("ServerSideEncryptionRule")!.Element("KMSMasterKeyID")!.Value));
    }

    [Fact]
    public async Task A_bucket_that_no_longer_blocks_public_access_keeps_a_public_ACL_and_still_answers_nobody_unsigned()
    {
        using var data = new TemporaryData();
        await using var oss = await OssTestServer.StartAsync(data.Open());
        oss.Store.Put("ledger", "k", TestData.Bytes("x"), "text/plain");
        using var open = await oss.SendAsync("DELETE", "?publicAccessBlock");
        using var put = await oss.SendAsync("PUT", "?acl", headers: "x-oss-acl: public-read");
        using var none = await oss.SendAsync("PUT", "?acl", headers: "x-oss-acl: public");

        await using var again = await OssTestServer.StartAsync(data.Open());
        using var acl = await again.SendAsync("GET", "?acl");
        using var info = await again.SendAsync("GET", "?bucketInfo");
        using var unsigned = await again.Http.GetAsync("ledger/k");
        using var back = await again.SendAsync("PUT", "?acl", headers: "x-oss-acl: private");
        using var closed = await again.SendAsync("GET", "?acl");

        Assert.Equal((HttpStatusCode.OK, "400 InvalidArgument"), (put.StatusCode, await OssTestServer.CodeAsync(none)));
        Assert.Equal("public-read", (await OssTestServer.XmlAsync(acl)).Element("AccessControlList")!.Element("Grant")!.Value);
        Assert.Equal("public-read", (await OssTestServer.XmlAsync(info)).Element("Bucket")!.Element("AccessControlList")!.Element("Grant")!.Value);
        Assert.Equal(HttpStatusCode.Forbidden, unsigned.StatusCode);
        Assert.Equal("private", (await OssTestServer.XmlAsync(closed)).Element("AccessControlList")!.Element("Grant")!.Value);
    }

    [Fact]
    public async Task A_private_ACL_of_an_object_is_kept_and_is_no_upload()
    {
        _oss.Store.Put("ledger", "k", TestData.Bytes("x"), "text/plain");
        _oss.Store.Created += created => Assert.Fail(created.EventName);

        using var put = await _oss.SendAsync("PUT", "k?acl", "", headers: "x-oss-object-acl: private");
        using var get = await _oss.SendAsync("GET", "k?acl");

        Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        Assert.Equal("private", (await OssTestServer.XmlAsync(get)).Element("AccessControlList")!.Element("Grant")!.Value);
    }

    [Theory]
    [InlineData("No")]
    [InlineData("ab")]
    [InlineData("-ledger")]
    [InlineData("led_ger")]
    public async Task A_name_that_no_bucket_can_have_is_refused(string name)
    {
        using var reply = await _oss.SendAsync("PUT", "", "", bucket: $"{name}/");

        Assert.Equal("400 InvalidBucketName", await OssTestServer.CodeAsync(reply));
        Assert.DoesNotContain(name, _oss.Store.Buckets().Select(bucket => bucket.Name));
    }

    [Fact]
    public async Task A_bucket_is_deleted_only_when_it_is_empty_and_stays_deleted_after_a_restart()
    {
        using var data = new TemporaryData();
        await using var oss = await OssTestServer.StartAsync(data.Open());
        oss.Store.Put("ledger", "k", TestData.Bytes("x"), "text/plain");

        using var full = await oss.SendAsync("DELETE", "");
        oss.Store.Delete("ledger", "k");
        using var begun = await oss.SendAsync("POST", "k?uploads");
        using var open = await oss.SendAsync("DELETE", "");
        oss.Store.Uploads.End(oss.Store.Uploads.In("ledger").Single().Id);
        using var empty = await oss.SendAsync("DELETE", "");

        Assert.Equal(("409 BucketNotEmpty", "409 BucketNotEmpty"), (await OssTestServer.CodeAsync(full), await OssTestServer.CodeAsync(open)));
        Assert.Equal(HttpStatusCode.NoContent, empty.StatusCode);
        Assert.Equal(["media-in"], new FcWorkflowTrigger.Emulator.Oss.OssStore(TestData.Clock(), data.Open()).Buckets().Select(bucket => bucket.Name));
    }

    private static async Task<IEnumerable<string>> NamesAsync(HttpResponseMessage reply) =>
        (await OssTestServer.XmlAsync(reply)).Element("Buckets")!.Elements("Bucket").Select(bucket => bucket.Element("Name")!.Value);
}
