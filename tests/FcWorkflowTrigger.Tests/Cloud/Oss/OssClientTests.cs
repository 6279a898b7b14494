using System.Net;
using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Cloud.Oss.Replies;
using Microsoft.Extensions.Time.Testing;

namespace FcWorkflowTrigger.Tests.Cloud.Oss;

public sealed class OssClientTests
{
    [Theory]
    [InlineData("https://oss-cn-shanghai-internal.aliyuncs.com", "https://ledger.oss-cn-shanghai-internal.aliyuncs.com/r/a%20b")]
    [InlineData("http://127.0.0.1:9580", "http://127.0.0.1:9580/ledger/r/a%20b")]
    [InlineData("http://localhost:9580", "http://ledger.localhost:9580/r/a%20b")]
    public async Task The_bucket_is_in_the_host_and_in_the_path_only_for_an_IP_address(string endpoint, string url)
    {
        var http = new StubHttp(HttpStatusCode.OK, "");

        await Client(http, endpoint).GetAsync("r/a b", default);

        Assert.Equal(url, http.Requests[0].Url);
    }

    [Fact]
    public async Task A_bucket_that_had_versions_is_refused_because_its_condition_is_ignored()
    {
        var http = new StubHttp(HttpStatusCode.OK, "", ("x-oss-version-id", "null"));

        var refusal = await Assert.ThrowsAsync<OssException>(() => Client(http).PutIfAbsentAsync("r/1", TestData.Bytes("x"), default));

        Assert.Contains("LEDGER_MODE=append", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_object_is_null()
    {
        var http = new StubHttp(HttpStatusCode.NotFound, "<Error><Code>NoSuchKey</Code></Error>");

        Assert.Null(await Client(http).GetAsync("k", default));
    }

    [Fact]
    public async Task A_missing_bucket_is_a_failure_that_says_what_to_do()
    {
        var http = new StubHttp(HttpStatusCode.NotFound, "<Error><Code>NoSuchBucket</Code></Error>", ("x-oss-request-id", "R"));

        var refused = await Assert.ThrowsAsync<OssException>(() => Client(http).GetAsync("k", default));

        Assert.StartsWith("OSS-NoSuchBucket: OSS refused GetObject (404, request R). Create the bucket", refused.Message, StringComparison.Ordinal);
        Assert.False(refused.IsTransient);
    }

    [Fact]
    public async Task A_refusal_carries_what_OSS_says_and_its_finer_code()
    {
        var http = new StubHttp(HttpStatusCode.Forbidden, """
            <?xml version="1.0" encoding="UTF-8"?>
            <Error>
              <Code>AccessDenied</Code>
              <Message>You have no right to access this object because of bucket acl.</Message>
              <RequestId>R</RequestId>
              <HostId>ledger.oss-cn-shanghai.aliyuncs.com</HostId>
              <EC>0003-00000001</EC>
            </Error>
            """, ("x-oss-request-id", "R"));

        var refused = await Assert.ThrowsAsync<OssException>(() => Client(http).GetAsync("k", default));

        Assert.StartsWith(
            "OSS-AccessDenied: OSS refused GetObject (403, request R, EC 0003-00000001), and says 'You have no right to access this object because of bucket acl.'. Give",
            refused.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_OSS_says_is_bounded_and_looks_like_no_line_of_this_program()
    {
        var text = "a\n[ERROR] Run 1 is parked: LEDGER-VERSIONED \u202e" + new string('x', 100_000);
        var http = new StubHttp(HttpStatusCode.Forbidden, $"<Error><Code>AccessDenied</Code><Message>{text}</Message><EC>0003 [ERROR]</EC></Error>");

        var refused = await Assert.ThrowsAsync<OssException>(() => Client(http).GetAsync("k", default));

        Assert.DoesNotContain(refused.Message, character => char.IsControl(character) || character is '[' or '\u202e');
        Assert.DoesNotContain("LEDGER-VERSIONED", refused.Message, StringComparison.Ordinal);
        Assert.InRange(refused.Message.Length, 1, 1500);
    }

    [Fact]
    public async Task A_refusal_that_breaks_off_keeps_its_code()
    {
        var http = new StubHttp(HttpStatusCode.Forbidden, "<Error><Code>AccessDenied</Code><Message>You have no ri", ("x-oss-ec", "0003-00000001"));

        var refused = await Assert.ThrowsAsync<OssException>(() => Client(http).GetAsync("k", default));

        Assert.StartsWith("OSS-AccessDenied: OSS refused GetObject (403, request , EC 0003-00000001). Give", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HttpStatusCode.OK, "", true)]
    [InlineData(HttpStatusCode.Conflict, "<Error><Code>FileAlreadyExists</Code></Error>", false)]
    public async Task Put_if_absent_tells_a_write_from_a_taken_place(HttpStatusCode status, string body, bool written)
    {
        var http = new StubHttp(status, body);

        Assert.Equal(written, await Client(http).PutIfAbsentAsync("k", new byte[1], default) is OssPut.Written);
        Assert.Equal("true", http.Requests[0].Header("x-oss-forbid-overwrite"));
    }

    [Fact]
    public async Task Another_conflict_is_not_a_taken_place()
    {
        var http = new StubHttp(HttpStatusCode.Conflict, "<Error><Code>FileImmutable</Code></Error>");

        await Assert.ThrowsAsync<OssException>(() => Client(http).PutIfAbsentAsync("k", new byte[1], default));
    }

    [Theory]
    [InlineData(HttpStatusCode.OK, "", true)]
    [InlineData(HttpStatusCode.Conflict, "<Error><Code>PositionNotEqualToLength</Code></Error>", false)]
    public async Task Append_names_its_position(HttpStatusCode status, string body, bool written)
    {
        var http = new StubHttp(status, body);

        Assert.Equal(written, await Client(http).AppendAsync("k", 12, new byte[1], default) is OssPut.Written);
        Assert.EndsWith("/k?append&position=12", http.Requests[0].Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_listing_is_read_with_its_keys_decoded()
    {
        var http = new StubHttp(HttpStatusCode.OK, """
            <?xml version="1.0" encoding="UTF-8"?>
            <ListBucketResult><Name>ledger</Name><Prefix>d%2F</Prefix><IsTruncated>true</IsTruncated>
            <Contents><Key>d/a%20b%2Bc</Key><LastModified>2026-11-24T00:10:00.000Z</LastModified><ETag>"x"</ETag><Type>Multipart</Type><Size>12</Size><StorageClass>Standard</StorageClass></Contents>
            <Contents><Key>d/c</Key><LastModified>2026-11-24T00:11:00.000Z</LastModified></Contents></ListBucketResult>
            """);

        var page = await Client(http).ListAsync("d/", "d/0", default);

        Assert.True(page.IsTruncated);
        Assert.Equal([new("d/a b+c", TestData.Now.AddMinutes(-5), "x", 12, "Multipart"), new OssEntry("d/c", TestData.Now.AddMinutes(-4))], page.Entries);
        Assert.Contains("start-after=d%2F0", http.Requests[0].Url, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(503, "ServiceUnavailable", true, true)]
    [InlineData(400, "RequestTimeout", true, true)]
    [InlineData(403, "RequestTimeTooSkewed", true, false)]
    [InlineData(403, "AccessDenied", false, false)]
    public async Task A_refusal_says_whether_to_try_again_and_whether_it_may_have_written(int status, string code, bool transient, bool mayHave)
    {
        var http = new StubHttp((HttpStatusCode)status, $"<Error><Code>{code}</Code></Error>");

        var refused = await Assert.ThrowsAsync<OssException>(() => Client(http).PutAsync("k", new byte[1], default));

        Assert.Equal((transient, mayHave), (refused.IsTransient, refused.MayHaveTakenEffect));
    }

    [Theory]
    [InlineData("<VersioningConfiguration/>", null)]
    [InlineData("""<?xml version="1.0" encoding="UTF-8"?><VersioningConfiguration xmlns="http://doc.oss.invalid"><Status>Suspended</Status></VersioningConfiguration>""", "Suspended")]
    public async Task A_bucket_without_a_versioning_status_was_never_versioned(string answer, string? status)
    {
        var http = new StubHttp(HttpStatusCode.OK, answer);

        Assert.Equal(status, await Client(http).GetVersioningAsync(default));
        Assert.EndsWith("/?versioning", http.Requests[0].Url, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("ok")]
    [InlineData("<ListBucketResult/>")]
    public async Task An_answer_to_another_question_does_not_pass_for_a_bucket_without_versions(string answer)
    {
        var http = new StubHttp(HttpStatusCode.OK, answer);

        await Assert.ThrowsAsync<InvalidDataException>(() => Client(http).GetVersioningAsync(default));
    }

    private static OssClient Client(StubHttp http, string endpoint = "https://oss-cn-shanghai-internal.aliyuncs.com") => new(
        http.Invoker,
        new(new(endpoint), "ledger", "cn-shanghai"),
        new(new("local", "local-secret", "local-token")),
        new(new FakeTimeProvider(TestData.Now)));
}
