using System.Net;
using System.Text;
using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Cloud.Oss.Replies;
using Microsoft.Extensions.Time.Testing;

namespace FcWorkflowTrigger.Tests.Cloud.Oss;

public sealed class ObjectReaderTests
{
    [Fact]
    public async Task A_head_tells_what_rules_ask_about()
    {
        var http = new StubHttp(
            HttpStatusCode.OK,
            "",
            ("ETag", "\"ABC\""),
            ("Content-Length", "4"),
            ("Content-Type", "video/mp4"),
            ("Last-Modified", "Tue, 24 Nov 2026 00:10:00 GMT"),
            ("x-oss-storage-class", "IA"),
            ("x-oss-meta-Campaign", "春节"),
            ("x-oss-request-id", "R"));

        var head = await Reader(http).HeadAsync("media-in", "uploads/a b.mp4", default);

        Assert.Equal(
            ("ABC", 4, "IA", "video/mp4", TestData.Now.AddMinutes(-5)),
            (head!.ETag, head.Size, head.StorageClass, head.ContentType, head.LastModified!.Value));
        Assert.Equal(new Dictionary<string, string> { ["campaign"] = "春节" }, head.Meta);
        Assert.Equal("HEAD https://media-in.oss-cn-shanghai-internal.aliyuncs.com/uploads/a%20b.mp4", Line(http));
    }

    [Theory]
    [InlineData("NoSuchKey", true)]
    [InlineData(null, true)]
    [InlineData("NoSuchBucket", false)]
    public async Task A_head_that_finds_nothing_is_no_object_unless_the_bucket_is_not_there(string? code, bool isNoObject)
    {
        (string, string)[] headers = code is null
            ? []
            : [("x-oss-err", Convert.ToBase64String(Encoding.UTF8.GetBytes($"<Error><Code>{code}</Code></Error>")))];
        var looking = () => Reader(new StubHttp(HttpStatusCode.NotFound, "", headers)).HeadAsync("media-in", "k", default);

        if (isNoObject)
        {
            Assert.Null(await looking());
        }
        else
        {
            Assert.Equal(code, (await Assert.ThrowsAsync<OssException>(looking)).Code);
        }
    }

    [Fact]
    public async Task Tags_are_read_from_their_subresource()
    {
        var http = new StubHttp(HttpStatusCode.OK, """
            <?xml version="1.0" encoding="UTF-8"?>
            <Tagging><TagSet><Tag><Key>stage</Key><Value>raw</Value></Tag><Tag><Key>empty</Key><Value></Value></Tag></TagSet></Tagging>
            """);

        var tags = await Reader(http).GetTaggingAsync("media-in", "k", null, default);

        Assert.Equal(new Dictionary<string, string> { ["stage"] = "raw", ["empty"] = "" }, tags);
        Assert.EndsWith("/k?tagging", Line(http), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "GET https://media-in.oss-cn-shanghai-internal.aliyuncs.com/k?tagging")]
    [InlineData("v 1", "GET https://media-in.oss-cn-shanghai-internal.aliyuncs.com/k?tagging&versionId=v%201")]
    public async Task The_tags_of_a_version_are_asked_for_by_its_id(string? version, string line)
    {
        var http = new StubHttp(HttpStatusCode.OK, "<Tagging><TagSet></TagSet></Tagging>");

        Assert.Empty((await Reader(http).GetTaggingAsync("media-in", "k", version, default))!);

        Assert.Equal(line, Line(http));
    }

    [Theory]
    [InlineData(null, "PUT https://media-in.oss-cn-shanghai-internal.aliyuncs.com/k?tagging")]
    [InlineData("v1", "PUT https://media-in.oss-cn-shanghai-internal.aliyuncs.com/k?tagging&versionId=v1")]
    public async Task Tags_are_put_as_OSS_reads_them(string? version, string line)
    {
        var http = new StubHttp(HttpStatusCode.OK, "");
        var tags = new Dictionary<string, string> { ["a&b"] = "<1>", ["c"] = "" };

        Assert.True(await Reader(http).PutTaggingAsync("media-in", "k", version, tags, default));

        Assert.Equal(line, Line(http));
        Assert.Equal("<Tagging><TagSet><Tag><Key>a&amp;b</Key><Value>&lt;1&gt;</Value></Tag><Tag><Key>c</Key><Value></Value></Tag></TagSet></Tagging>", http.Requests[0].Body);
        Assert.Equal(tags, OssTagging.Read(Encoding.UTF8.GetBytes(http.Requests[0].Body)));
    }

    [Theory]
    [InlineData("NoSuchKey", true)]
    [InlineData("NoSuchVersion", true)]
    [InlineData("NoSuchBucket", false)]
    public async Task No_object_takes_no_tags(string code, bool isNoObject)
    {
        var putting = () => Reader(new StubHttp(HttpStatusCode.NotFound, $"<Error><Code>{code}</Code></Error>")).PutTaggingAsync("media-in", "k", null, new Dictionary<string, string>(), default);

        if (isNoObject)
        {
            Assert.False(await putting());
        }
        else
        {
            Assert.Equal(code, (await Assert.ThrowsAsync<OssException>(putting)).Code);
        }
    }

    [Theory]
    [InlineData("CAEQ", "CAEQ")]
    [InlineData(null, null)]
    public async Task The_version_of_an_object_is_its_header(string? header, string? version)
    {
        var http = header is null ? new StubHttp(HttpStatusCode.OK, "") : new StubHttp(HttpStatusCode.OK, "", ("x-oss-version-id", header));

        Assert.Equal(version, (await Reader(http).HeadAsync("media-in", "k", default))!.VersionId);
    }

    [Fact]
    public async Task Only_the_first_bytes_of_the_named_object_are_asked_for()
    {
        var http = new StubHttp(HttpStatusCode.PartialContent, "RIFF");

        Assert.Equal("RIFF"u8.ToArray(), await Reader(http).GetStartAsync("media-in", "k", "ABC", 65536, default));
        Assert.Equal(("bytes=0-65535", "\"ABC\""), (Header(http, "Range"), Header(http, "If-Match")));
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.PreconditionFailed)]
    public async Task Another_object_has_no_first_bytes(HttpStatusCode status)
    {
        var http = new StubHttp(status, "<Error><Code>NoSuchKey</Code></Error>");

        Assert.Null(await Reader(http).GetStartAsync("media-in", "k", "ABC", 16, default));
    }

    [Fact]
    public async Task A_small_object_is_read_whole_with_its_ETag_and_no_more_than_asked_for()
    {
        var http = new StubHttp(HttpStatusCode.PartialContent, "{}", ("ETag", "\"ABC\""));

        var found = await Reader(http).GetAsync("media-in", "k.workflow.json", 100, default);

        Assert.Equal(("ABC", "{}", "bytes=0-99"), (found!.ETag, Encoding.UTF8.GetString(found.Body), Header(http, "Range")));
    }

    [Fact]
    public async Task An_empty_object_is_there_though_none_of_its_ranges_is()
    {
        var http = new StubHttp(HttpStatusCode.RequestedRangeNotSatisfiable, "<Error><Code>InvalidRange</Code></Error>");

        Assert.Empty((await Reader(http).GetAsync("media-in", "k", 100, default))!.Body);
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound, "NoSuchKey", true)]
    [InlineData(HttpStatusCode.NotFound, "NoSuchVersion", true)]
    [InlineData(HttpStatusCode.NotFound, "NoSuchBucket", false)]
    [InlineData(HttpStatusCode.Forbidden, "AccessDenied", false)]
    public async Task Only_a_key_that_is_not_there_is_nothing(HttpStatusCode status, string code, bool missing)
    {
        var http = new StubHttp(status, $"<Error><Code>{code}</Code></Error>");

        var refusal = await Record.ExceptionAsync(async () => Assert.Null(await Reader(http).GetAsync("media-in", "k", 100, default)));

        Assert.Equal(missing ? null : typeof(OssException), refusal?.GetType());
    }

    [Fact]
    public async Task A_missing_object_has_neither_head_nor_tags()
    {
        var http = new StubHttp(HttpStatusCode.NotFound, "<Error><Code>NoSuchKey</Code></Error>");

        Assert.Null(await Reader(http).HeadAsync("media-in", "k", default));
        Assert.Null(await Reader(http).GetTaggingAsync("media-in", "k", null, default));
    }

    [Fact]
    public async Task A_refusal_is_no_missing_object()
    {
        var http = new StubHttp(HttpStatusCode.Forbidden, "<Error><Code>AccessDenied</Code></Error>");

        await Assert.ThrowsAsync<OssException>(() => Reader(http).HeadAsync("media-in", "k", default));
        await Assert.ThrowsAsync<OssException>(() => Reader(http).GetTaggingAsync("media-in", "k", null, default));
        await Assert.ThrowsAsync<OssException>(() => Reader(http).GetStartAsync("media-in", "k", "", 16, default));
    }

    [Theory]
    [InlineData("SecurityTokenExpired", HttpStatusCode.Forbidden, true, false)]
    [InlineData("InvalidAccessKeyId", HttpStatusCode.Forbidden, true, false)]
    [InlineData("RequestTimeTooSkewed", HttpStatusCode.Forbidden, false, true)]
    [InlineData("AccessDenied", HttpStatusCode.Forbidden, false, false)]
    [InlineData("NoSuchBucket", HttpStatusCode.NotFound, false, false)]
    public async Task A_refused_HEAD_has_its_code_in_a_header(string code, HttpStatusCode status, bool isOfKeys, bool isTransient)
    {
        var http = new StubHttp(status, "", ("x-oss-err", Encoded($"<Error><Code>{code}</Code><Message>no</Message></Error>")), ("x-oss-request-id", "R"));

        var refusal = await Assert.ThrowsAsync<OssException>(() => Reader(http).HeadAsync("media-in", "k", default));

        Assert.Equal((code, isOfKeys, isTransient), (refusal.Code, refusal.IsCredentialProblem, refusal.IsTransient));
        Assert.StartsWith($"OSS-{code}: OSS refused HeadObject ({(int)status}, request R), and says 'no'.", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(code == "AccessDenied", refusal.Message.Contains("rights in src/policies", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_HEAD_of_a_key_that_is_not_there_says_so_in_the_header()
    {
        var http = new StubHttp(HttpStatusCode.NotFound, "", ("x-oss-err", Encoded("<Error><Code>NoSuchKey</Code></Error>")));

        Assert.Null(await Reader(http).HeadAsync("media-in", "k", default));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not base64!")]
    [InlineData("PEVycm9y")]
    [InlineData("AAAA")]
    public async Task A_header_that_holds_no_error_leaves_the_code_unknown(string header)
    {
        var http = new StubHttp(HttpStatusCode.Forbidden, "", ("x-oss-err", header));

        Assert.Equal("Unknown", (await Assert.ThrowsAsync<OssException>(() => Reader(http).HeadAsync("media-in", "k", default))).Code);
    }

    [Fact]
    public async Task A_missing_bucket_is_no_replaced_object()
    {
        var http = new StubHttp(HttpStatusCode.NotFound, "<Error><Code>NoSuchBucket</Code></Error>");

        Assert.Equal("NoSuchBucket", (await Assert.ThrowsAsync<OssException>(() => Reader(http).GetStartAsync("media-in", "k", "ABC", 16, default))).Code);
    }

    private static string Encoded(string xml) => Convert.ToBase64String(Encoding.UTF8.GetBytes(xml));

    private static string Line(StubHttp http) => $"{http.Requests[0].Method} {http.Requests[0].Url}";

    private static string? Header(StubHttp http, string name) => http.Requests[0].Header(name);

    private static ObjectReader Reader(StubHttp http) => new(
        new(http.Invoker, new(new("local", "local-secret", "local-token")), new(new FakeTimeProvider(TestData.Now))),
        new("https://oss-cn-shanghai-internal.aliyuncs.com"),
        "cn-shanghai");
}
