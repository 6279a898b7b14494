using FcWorkflowTrigger.Cloud;
using FcWorkflowTrigger.Cloud.Http;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Cloud.Oss;
using Microsoft.Extensions.Time.Testing;

namespace FcWorkflowTrigger.Tests.Cloud.Http;

/// <summary>What is signed arrives to the byte.</summary>
public sealed class SignedRequestTests : IDisposable
{
    private const string Bucket = "ledger";

    private readonly RawServer _server = new();
    private readonly HttpMessageInvoker _http = CloudHttp.Create(CloudHttp.CreateHandler());
    private readonly CloudClock _clock = new(new FakeTimeProvider(TestData.Now));

    public SignedRequestTests() => _server.Answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");

    [Fact]
    public async Task A_write_is_sent_with_what_was_signed_and_nothing_else()
    {
        await Oss().PutIfAbsentAsync("r/a b", TestData.Bytes("{}"), default);

        var lines = Lines();
        Assert.Equal("PUT /ledger/r/a%20b HTTP/1.1", lines[0]);
        Assert.Equal("{}", lines[^1]);
        Assert.Equal(
            [
                "authorization", "content-length: 2", $"host: {_server.Url.Authority}", "x-oss-content-sha256: UNSIGNED-PAYLOAD",
                "x-oss-date: 20261124T001500Z", "x-oss-forbid-overwrite: true", "x-oss-security-token: local-token",
            ],
            Headers(lines));
    }

    [Fact]
    public async Task A_start_is_sent_with_what_was_signed_and_an_empty_body()
    {
        await Assert.ThrowsAsync<System.Text.Json.JsonException>(() => Ims().StartWorkflowAsync(new("w", "{}", "春 +"), new(TestData.Now, "nonce"), default));

        var lines = Lines();
        Assert.Equal("POST /?TaskInput=%7B%7D&UserData=%E6%98%A5%20%2B&WorkflowId=w HTTP/1.1", lines[0]);
        Assert.Equal("", lines[^1]);
        Assert.Equal(
            [
                "accept: application/json", "authorization", "content-length: 0", $"host: {_server.Url.Authority}", "x-acs-accesskey-id: local",
                "x-acs-action: StartWorkflow", "x-acs-content-sha256: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                "x-acs-date: 2026-11-24T00:15:00Z", "x-acs-security-token: local-token", "x-acs-signature-nonce: nonce", "x-acs-version: 2020-11-09",
            ],
            Headers(lines));
    }

    public static TheoryData<string> Keys { get; } =
    [
        "a/../b", "../a", ".", "..", "./a", "a/.", "a/..", "a//b", "/a", "//a", "a/", "%2F", "%2e%2E/%", "a+b c", "a\\b", "?#", "a?b=c&d", "a#b",
        "a.", "a...", " ", "春节/视频.mp4", "😀", "é", "e\u0301", "a;b=c", "a:b@c", "[a]", "<\"'|^`{}>", "\t\r\n\u0001\u007f", "~!*()-_.", "%",
    ];

    [Theory]
    [MemberData(nameof(Keys))]
    public async Task A_key_is_sent_as_it_was_signed_with_any_characters(string key)
    {
        await Oss().GetAsync(key, default);

        Assert.Equal($"GET /ledger/{UrlEncoding.EscapePath(key)} HTTP/1.1", Lines()[0]);
    }

    [Fact]
    public async Task The_longest_key_is_sent_whole()
    {
        var key = new string('春', 341);

        await Oss().GetAsync(key, default);

        Assert.Equal($"GET /ledger/{UrlEncoding.EscapePath(key)} HTTP/1.1", Lines()[0]);
    }

    [Theory]
    [InlineData("https://oss.invalid", "oss.invalid")]
    [InlineData("https://oss.invalid:8443/", "oss.invalid:8443")]
    [InlineData("http://oss.invalid:80", "oss.invalid")]
    [InlineData("https://bücher.invalid", "xn--bcher-kva.invalid")]
    [InlineData("http://[::1]:9580/", "[::1]:9580")]
    [InlineData("https://OSS.invalid", "oss.invalid")]
    public void A_host_is_signed_as_the_Host_header_names_it(string url, string authority) => Assert.Equal(authority, new Uri(url).Authority());

    [Theory]
    [InlineData("a\r\nx-oss-forbid-overwrite: false")]
    [InlineData("a\n")]
    [InlineData("a\0")]
    public async Task A_value_cannot_smuggle_in_another_header(string value)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => new ObjectReader(new(_http, Credentials(), _clock), _server.Url, "cn-shanghai").GetStartAsync(Bucket, "k", value, 1, default));

        Assert.Empty(_server.Requests);
    }

    public void Dispose()
    {
        _http.Dispose();
        _server.Dispose();
    }

    private static CredentialStore Credentials() => new(new("local", "local-secret", "local-token"));

    private OssClient Oss() => new(_http, new(_server.Url, Bucket, "cn-shanghai"), Credentials(), _clock);

    private ImsClient Ims() => new(_http, _server.Url, Credentials(), _clock, new(0, _clock));

    private string[] Lines() => _server.Requests.Single().Split("\r\n");

    // Of the signature only that it is there.
    private static string[] Headers(string[] lines) =>
    [
        .. lines[1..].TakeWhile(line => line.Length > 0)
            .Select(line => line.Split(": ", 2))
            .Select(line => line[0] == "Authorization" ? "authorization" : $"{line[0].ToLowerInvariant()}: {line[1]}")
            .Order(StringComparer.Ordinal),
    ];
}
