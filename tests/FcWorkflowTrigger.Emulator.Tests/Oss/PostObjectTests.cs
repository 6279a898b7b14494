using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Security.Cryptography;
using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Tests.Oss;

/// <summary>Forms as browsers send them. The forms are signed by code that the emulator does not share.</summary>
public sealed class PostObjectTests : IAsyncLifetime
{
    private const string Later = "2026-11-24T01:00:00.000Z";
    private readonly List<ObjectCreated> _created = [];
    private OssTestServer _oss = null!;

    public async Task InitializeAsync()
    {
        _oss = await OssTestServer.StartAsync();
        _oss.Store.Created += _created.Add;
    }

    public async Task DisposeAsync() => await _oss.DisposeAsync();

    [Fact]
    public async Task A_form_with_a_signature_of_version_1_is_stored_and_raises_its_event()
    {
        using var reply = await PostAsync(Form(
            "uploads/${filename}",
            [("x-oss-meta-owner", "tests"), ("x-oss-content-type", "video/mp4"), ("Cache-Control", "no-cache"), ("x-oss-tagging", "stage=raw"), ("x-oss-storage-class", "IA")]));

        Assert.Equal(HttpStatusCode.NoContent, reply.StatusCode);
        var stored = _oss.Store.Find("ledger", "uploads/film.mp4")!;
        Assert.Equal("content"u8, stored.Body);
        Assert.Equal(("video/mp4", "tests", "no-cache"), (stored.ContentType, stored.Meta["x-oss-meta-owner"], stored.Headers!["Cache-Control"]));
        Assert.Equal(("raw", "IA", stored.QuotedETag), (stored.Tags!["stage"], stored.StorageClass, reply.Headers.ETag!.Tag));
        Assert.Equal(("ObjectCreated:PostObject", "uploads/film.mp4"), (Assert.Single(_created).EventName, _created[0].Key));
    }

    [Fact]
    public async Task A_form_with_a_signature_of_version_4_is_stored()
    {
        using var reply = await PostAsync(FormV4("20261124T001500Z"));

        Assert.Equal(HttpStatusCode.NoContent, reply.StatusCode);
        Assert.Equal("content"u8, _oss.Store.Find("ledger", "v4")!.Body);
    }

    [Theory]
    [InlineData("success_action_status", "200", 200, "")]
    [InlineData("success_action_status", "204", 204, "")]
    [InlineData("success_action_status", "418", 204, "")]
    [InlineData("success_action_status", "201", 201, "/ledger/k")]
    [InlineData("success_action_redirect", "https://example.com/done?a=1", 303, "https://example.com/done?a=1&bucket=ledger&key=k&etag=%229A0364B9E99BB480DD25E1F0284C8555%22")]
    public async Task The_form_says_how_success_is_answered(string field, string value, int status, string location)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { BaseAddress = _oss.Http.BaseAddress };
        using var form = Form("k", [(field, value)]);

        using var reply = await http.PostAsync("ledger", form);

        Assert.Equal(status, (int)reply.StatusCode);
        Assert.EndsWith(location, reply.Headers.Location?.OriginalString ?? "", StringComparison.Ordinal);
        Assert.Equal(status == 201 ? "k" : "", status == 201 ? (await OssTestServer.XmlAsync(reply)).Element("Key")!.Value : await reply.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("""{"bucket":"other"}""", "403 AccessDenied")]
    [InlineData("""{"key":"other"}""", "403 AccessDenied")]
    [InlineData("""["eq","$key","other"]""", "403 AccessDenied")]
    [InlineData("""["starts-with","$key","other/"]""", "403 AccessDenied")]
    [InlineData("""["in","$content-type",["image/png"]]""", "403 AccessDenied")]
    [InlineData("""["not-in","$key",["k"]]""", "403 AccessDenied")]
    [InlineData("""["content-length-range",8,100]""", "400 EntityTooSmall")]
    [InlineData("""["content-length-range",0,6]""", "400 EntityTooLarge")]
    [InlineData("""["content-length-range",9,6]""", "400 InvalidPolicyDocument")]
    [InlineData("""["content-length-range",0,"many"]""", "400 InvalidPolicyDocument")]
    [InlineData("""["eq","key","k"]""", "400 InvalidPolicyDocument")]
    [InlineData("""["like","$key","k"]""", "400 InvalidPolicyDocument")]
    [InlineData("""{"bucket":"ledger","key":"k"}""", "400 InvalidPolicyDocument")]
    [InlineData("7", "400 InvalidPolicyDocument")]
    public async Task A_form_that_does_not_meet_its_policy_is_refused(string condition, string code)
    {
        using var reply = await PostAsync(Form("k", conditions: condition));

        Assert.Equal(code, await OssTestServer.CodeAsync(reply));
        Assert.Empty(_oss.Store.List("ledger", ""));
    }

    [Fact]
    public async Task A_form_that_meets_every_kind_of_condition_is_stored()
    {
        using var reply = await PostAsync(Form(
            "user/k",
            [("Content-Type", "image/png")],
            """{"bucket":"ledger"},["eq","$key","user/k"],["starts-with","$key","user/"],["in","$content-type",["image/png"]],["not-in","$cache-control",["no-cache"]],["content-length-range",7,7]"""));

        Assert.Equal(HttpStatusCode.NoContent, reply.StatusCode);
    }

    [Theory]
    [InlineData("2026-11-24T00:15:00.000Z", "403 AccessDenied")]
    [InlineData("soon", "400 InvalidPolicyDocument")]
    public async Task An_expired_policy_is_refused(string expiration, string code)
    {
        using var reply = await PostAsync(Form("k", expiration: expiration));

        Assert.Equal(code, await OssTestServer.CodeAsync(reply));
    }

    [Theory]
    [InlineData("Signature", "bm8=", "403 SignatureDoesNotMatch")]
    [InlineData("OSSAccessKeyId", "stranger", "403 InvalidAccessKeyId")]
    [InlineData("policy", "", "403 AccessDenied")]
    [InlineData("policy", "e30=", "403 SignatureDoesNotMatch")]
    [InlineData("x-oss-security-token", "other", "403 InvalidSecurityToken")]
    [InlineData("x-oss-signature-version", "OSS2", "400 InvalidArgument")]
    [InlineData("key", "", "400 InvalidArgument")]
    [InlineData("key", "/k", "400 InvalidObjectName")]
    [InlineData("x-oss-forbid-overwrite", "yes", "400 InvalidArgument")]
    [InlineData("x-oss-storage-class", "test", "400 InvalidArgument")]
    [InlineData("x-oss-object-acl", "public-read", "403 AccessDenied")]
    [InlineData("callback", "e30=", "400 NotImplemented")]
    [InlineData("Content-MD5", "AAAA", "400 InvalidDigest")]
    public async Task A_form_with_a_wrong_field_is_refused_and_stores_nothing(string field, string value, string code)
    {
        using var reply = await PostAsync(Form("k", [(field, value)]));

        Assert.Equal(code, await OssTestServer.CodeAsync(reply));
        Assert.Empty(_oss.Store.List("ledger", ""));
        Assert.Empty(_created);
    }

    [Theory]
    [InlineData("x-oss-signature", "00", "403 SignatureDoesNotMatch")]
    [InlineData("x-oss-credential", "local/20261123/cn-shanghai/oss/aliyun_v4_request", "400 InvalidArgument")]
    [InlineData("x-oss-credential", "stranger/20261124/cn-shanghai/oss/aliyun_v4_request", "403 InvalidAccessKeyId")]
    [InlineData("x-oss-date", "yesterday", "400 InvalidArgument")]
    public async Task A_form_of_version_4_with_a_wrong_field_is_refused(string field, string value, string code)
    {
        using var reply = await PostAsync(FormV4("20261124T001500Z", (field, value)));

        Assert.Equal(code, await OssTestServer.CodeAsync(reply));
        Assert.Empty(_oss.Store.List("ledger", ""));
    }

    [Fact]
    public async Task The_token_of_temporary_keys_is_accepted_and_an_upload_does_not_overwrite_what_it_must_not()
    {
        using var first = await PostAsync(Form("k", [("x-oss-security-token", "local-token"), ("x-oss-forbid-overwrite", "true")]));
        using var second = await PostAsync(Form("k", [("x-oss-forbid-overwrite", "true")]));

        Assert.Equal(HttpStatusCode.NoContent, first.StatusCode);
        Assert.Equal("409 FileAlreadyExists", await OssTestServer.CodeAsync(second));
    }

    [Fact]
    public async Task A_form_without_a_file_a_body_that_is_no_form_and_a_missing_bucket_are_refused()
    {
        using var noFile = Form("k", withFile: false);
        using var broken = new ByteArrayContent(TestData.Bytes("no form"));
        broken.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=b");
        using var elsewhere = Form("k");

        using var first = await _oss.Http.PostAsync("ledger", noFile);
        using var second = await _oss.Http.PostAsync("ledger", broken);
        using var third = await _oss.Http.PostAsync("nowhere", elsewhere);

        Assert.Equal(
            ["400 IncorrectNumberOfFilesInPOSTRequest", "400 MalformedPOSTRequest", "404 NoSuchBucket"],
            [await OssTestServer.CodeAsync(first), await OssTestServer.CodeAsync(second), await OssTestServer.CodeAsync(third)]);
    }

    /// <summary>Signed with version 1. A field replaces the field of that name.</summary>
    [SuppressMessage("Security", "CA5350", Justification = "OSS defines its first signature as HMAC-SHA1.")]
    internal static MultipartFormDataContent Form(
        string key, (string Name, string Value)[]? fields = null, string conditions = "", string expiration = Later, bool withFile = true)
    {
        var policy = Policy(expiration, conditions);
        return Content(
            [
                ("key", key), ("policy", policy), ("OSSAccessKeyId", "local"),
                ("Signature", Convert.ToBase64String(HMACSHA1.HashData("local-secret"u8, TestData.Bytes(policy)))),
            ],
            fields ?? [],
            withFile);
    }

    private static MultipartFormDataContent FormV4(string date, params (string Name, string Value)[] fields)
    {
        var policy = Policy(Later, "");
        var key = new[] { date[..8], "cn-shanghai", "oss", "aliyun_v4_request" }.Aggregate(
            TestData.Bytes("aliyun_v4local-secret"), (current, part) => HMACSHA256.HashData(current, TestData.Bytes(part)));

        return Content(
            [
                ("key", "v4"), ("policy", policy), ("x-oss-signature-version", "OSS4-HMAC-SHA256"),
                ("x-oss-credential", $"local/{date[..8]}/cn-shanghai/oss/aliyun_v4_request"), ("x-oss-date", date),
                ("x-oss-signature", Convert.ToHexStringLower(HMACSHA256.HashData(key, TestData.Bytes(policy)))),
            ],
            fields,
            withFile: true);
    }

    private static string Policy(string expiration, string conditions) =>
        Convert.ToBase64String(TestData.Bytes($$"""{"expiration":"{{expiration}}","conditions":[{{conditions}}]}"""));

    private static MultipartFormDataContent Content((string Name, string Value)[] all, (string Name, string Value)[] replaced, bool withFile)
    {
        var form = new MultipartFormDataContent();

        foreach (var (name, value) in all.Where(field => replaced.All(other => other.Name != field.Name)).Concat(replaced))
        {
            form.Add(new ByteArrayContent(TestData.Bytes(value)), name);
        }

        if (withFile)
        {
            form.Add(new ByteArrayContent(TestData.Bytes("content")), "file", "film.mp4");

            // What follows the file does not count.
            form.Add(new ByteArrayContent(TestData.Bytes("late")), "key");
        }

        return form;
    }

    private async Task<HttpResponseMessage> PostAsync(MultipartFormDataContent form)
    {
        using (form)
        {
            return await _oss.Http.PostAsync("ledger", form);
        }
    }
}
