using System.Net;

namespace FcWorkflowTrigger.Emulator.Tests.Oss;

public sealed class OssDoorTests : IAsyncLifetime
{
    private OssRig _oss = null!;

    public async Task InitializeAsync() => _oss = await OssRig.StartAsync();

    public async Task DisposeAsync() => await _oss.DisposeAsync();

    [Fact]
    public async Task A_wrong_secret_an_old_date_and_a_foreign_token_stay_outside()
    {
        using var forged = await _oss.SendAsync("PUT", "k", "x", secret: "guessed");
        using var old = await _oss.SendAsync("PUT", "k", "x", at: Given.Now.AddMinutes(-16));
        using var foreign = await _oss.SendAsync("PUT", "k", "x", headers: "x-oss-security-token: other");
        using var changed = await _oss.SendAsync("PUT", "k", "x", unsigned: "?append");

        Assert.Equal("403 SignatureDoesNotMatch", await OssRig.CodeAsync(forged));
        Assert.Equal("403 RequestTimeTooSkewed", await OssRig.CodeAsync(old));
        Assert.Equal("403 InvalidSecurityToken", await OssRig.CodeAsync(foreign));
        Assert.Equal("403 SignatureDoesNotMatch", await OssRig.CodeAsync(changed));
        Assert.Empty(_oss.Store.List("ledger", ""));
    }

    [Fact]
    public async Task The_functions_token_opens_the_door()
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
    [InlineData("Bearer x", "403 AccessDenied")]
    [InlineData(null, "403 AccessDenied")]
    public async Task A_version_4_signature_must_fit_region_day_and_key(string? authorization, string code)
    {
        await using var server = await Loopback.StartAsync(app => FcWorkflowTrigger.Emulator.Oss.OssServer.MapOss(app, Given.Oss(), Given.Clock(), new()));
        using var request = new HttpRequestMessage(HttpMethod.Get, "ledger/k");
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        request.Headers.Add("x-oss-date", "20261124T001500Z");

        using var reply = await server.Http.SendAsync(request);

        Assert.Equal(code, await OssRig.CodeAsync(reply));
    }

    [Theory]
    [InlineData("drop-request", false)]
    [InlineData("drop-reply", true)]
    public async Task A_dropped_request_did_nothing_and_a_dropped_reply_did(string kind, bool stored)
    {
        _oss.Faults.Add(Given.Fault("oss", "PutObject", kind));

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => _oss.SendAsync("PUT", "k", "x"));

        Assert.Equal(stored, _oss.Store.Exists("ledger", "k"));
    }

    [Fact]
    public async Task A_failure_asked_for_has_the_code_asked_for_and_does_nothing()
    {
        _oss.Faults.Add(Given.Fault("oss", "PutObject", "fail") with { Status = 503, Code = "TotalQpsLimitExceeded" });

        using var reply = await _oss.SendAsync("PUT", "k", "x");

        Assert.Equal("503 TotalQpsLimitExceeded", await OssRig.CodeAsync(reply));
        Assert.False(_oss.Store.Exists("ledger", "k"));
    }
}
