using System.Net;

namespace FcWorkflowTrigger.Emulator.Tests.Oss;

public sealed class OssAuthenticationTests : IAsyncLifetime
{
    private OssTestServer _oss = null!;

    public async Task InitializeAsync() => _oss = await OssTestServer.StartAsync();

    public async Task DisposeAsync() => await _oss.DisposeAsync();

    [Fact]
    public async Task A_wrong_secret_an_old_date_a_foreign_token_and_a_changed_query_are_refused()
    {
        using var forged = await _oss.SendAsync("PUT", "k", "x", secret: "guessed");
        using var old = await _oss.SendAsync("PUT", "k", "x", at: TestData.Now.AddMinutes(-16));
        using var foreign = await _oss.SendAsync("PUT", "k", "x", headers: "x-oss-security-token: other");
        using var changed = await _oss.SendAsync("PUT", "k", "x", unsigned: "?append");

        Assert.Equal("403 SignatureDoesNotMatch", await OssTestServer.CodeAsync(forged));
        Assert.Equal("403 RequestTimeTooSkewed", await OssTestServer.CodeAsync(old));
        Assert.Equal("403 InvalidSecurityToken", await OssTestServer.CodeAsync(foreign));
        Assert.Equal("403 SignatureDoesNotMatch", await OssTestServer.CodeAsync(changed));
        Assert.Empty(_oss.Store.List("ledger", ""));
    }

    [Fact]
    public async Task The_token_of_the_functions_is_accepted()
    {
        using var reply = await _oss.SendAsync("PUT", "k", "x", headers: "x-oss-security-token: local-token");

        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
    }

    [Theory]
    [InlineData("OSS4-HMAC-SHA256 Credential=local/20261124/cn-hangzhou/oss/aliyun_v4_request,Signature=0", "400 InvalidArgument")]
    [InlineData("OSS4-HMAC-SHA256 Credential=local/20261123/cn-shanghai/oss/aliyun_v4_request,Signature=0", "400 InvalidArgument")]
    [InlineData("OSS4-HMAC-SHA256 Credential=local/20261124/cn-shanghai/oss/aliyun_v4_request,Signature=0", "403 SignatureDoesNotMatch")]
    [InlineData("OSS4-HMAC-SHA256 Credential=stranger/20261124/cn-shanghai/oss/aliyun_v4_request,Signature=0", "403 InvalidAccessKeyId")]
    [InlineData("OSS4-HMAC-SHA256 nonsense", "403 InvalidAccessKeyId")]
    [InlineData("Bearer x", "403 AccessDenied", "0003-00000001")]
    [InlineData("AWS4-HMAC-SHA256 Credential=local/20261124/cn-shanghai/s3/aws4_request,SignedHeaders=host,Signature=0", "403 AccessDenied", "0002-00000033")]
    [InlineData("AWS local:c2lnbmF0dXJl", "403 AccessDenied", "0002-00000032")]
    [InlineData(null, "403 AccessDenied", "0003-00000001")]
    public async Task A_version_4_signature_must_match_region_day_and_key(string? authorization, string code, string? ec = null)
    {
        await using var server = await LoopbackServer.StartAsync(app => FcWorkflowTrigger.Emulator.Oss.OssServer.MapOss(app, TestData.Oss(), TestData.Clock(), new()));
        using var request = new HttpRequestMessage(HttpMethod.Get, "ledger/k");
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        request.Headers.Add("x-oss-date", "20261124T001500Z");

        using var reply = await server.Http.SendAsync(request);

        Assert.Equal(code, await OssTestServer.CodeAsync(reply));
        Assert.Equal(ec ?? reply.Headers.GetValues("x-oss-ec").Single(), reply.Headers.GetValues("x-oss-ec").Single());
    }

    [Theory]
    [InlineData("X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=0", "0002-00000033")]
    [InlineData("AWSAccessKeyId=local&Signature=0", "0002-00000032")]
    public async Task A_URL_that_is_signed_for_Amazon_S3_is_refused_as_such(string query, string ec)
    {
        using var reply = await _oss.Http.GetAsync($"ledger/k?{query}");

        Assert.Equal([ec], reply.Headers.GetValues("x-oss-ec"));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("604801")]
    public async Task A_URL_of_version_4_is_valid_for_a_week_at_most(string expires)
    {
        using var reply = await _oss.Http.GetAsync(
            $"ledger/k?x-oss-signature-version=OSS4-HMAC-SHA256&x-oss-credential=local/20261124/cn-shanghai/oss/aliyun_v4_request&x-oss-date=20261124T001500Z&x-oss-expires={expires}&x-oss-signature=0");

        Assert.Equal("400 InvalidArgument", await OssTestServer.CodeAsync(reply));
    }
}
