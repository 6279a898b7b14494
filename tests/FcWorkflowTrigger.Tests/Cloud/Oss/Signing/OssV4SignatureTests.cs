using System.Security.Cryptography;
using FcWorkflowTrigger.Cloud.Oss.Signing;

namespace FcWorkflowTrigger.Tests.Cloud.Oss.Signing;

/// <summary>The values are those of the official SDKs' own unit tests.</summary>
public sealed class OssV4SignatureTests
{
    private static readonly KeyValuePair<string, string?>[] Query =
    [
        new("param1", "value1"), new("+param1", "value3"), new("|param1", "value4"), new("+param2", ""), new("|param2", ""), new("param2", ""),
    ];

    [Theory]
    [InlineData("20231216T162057Z", null, "cn-hangzhou", "oss", "e21d18daa82167720f9b1047ae7e7f1ce7cb77a31e8203a7d5f4624fa0284afe")]
    [InlineData("20231217T034736Z", "token", "cn-hangzhou", "oss", "b94a3f999cf85bcdc00d332fbd3734ba03e48382c36fa4d5af5df817395bd9ea")]
    [InlineData("20231216T162057Z", null, "cb-123", "oss-cloudbox", "94ce1f12c17d148ea681030275a94449d3357f5b5b21133996eec80af3e08a43")]
    public void The_published_signatures_are_reproduced(string date, string? token, string region, string product, string signature) =>
        Assert.EndsWith($"aliyun_v4_request,Signature={signature}", Authorize(date, token, region, product), StringComparison.Ordinal);

    [Theory]
    [InlineData("ZAbc", "abc")]
    [InlineData("x-oss-no-exist", "ZAbc", "x-oss-head1", "abc")]
    public void Additional_headers_are_signed_if_present_and_not_signed_anyway(params string[] additional) =>
        Assert.EndsWith(
            ",AdditionalHeaders=abc;zabc,Signature=4a4183c187c07c8947db7620deb0a6b38d9fbdd34187b6dbaccb316fa251212f",
            Authorize("20231216T172512Z", null, "cn-hangzhou", "oss", additional),
            StringComparison.Ordinal);

    [Fact]
    public void The_published_claim_is_canonical_to_the_byte()
    {
        var canonical = new OssCanonicalRequest(
            "PUT",
            "ledger-example",
            "r/3f/3f9ac0de/77aa01/0000.json",
            [],
            [
                new("content-type", "application/json"), new("x-oss-content-sha256", OssCanonicalRequest.UnsignedPayload),
                new("x-oss-date", "20261124T001500Z"), new("x-oss-forbid-overwrite", "true"),
            ],
            []);

        Assert.Equal(
            "0e1a8e67deab4978f870fd6fb35d5bb2ea7c899a8dd87961c930772be4929582",
            Convert.ToHexStringLower(SHA256.HashData(TestData.Bytes(canonical.Format()))));
    }

    [Fact]
    public void Blanks_around_a_header_s_value_are_not_signed()
    {
        var plain = new OssCanonicalRequest("GET", "bucket", "key", [], [new("x-oss-date", "20231217T000000Z")], []);

        Assert.Equal(plain.Format(), (plain with { Headers = [new("x-oss-date", " 20231217T000000Z ")] }).Format());
    }

    [Fact]
    public void A_signature_is_kept_only_for_the_same_keys_and_the_same_region()
    {
        var signature = new OssV4Signature(new("ak", "sk", null), "cn-hangzhou");

        Assert.True(signature.IsOf(new("ak", "sk", null), "cn-hangzhou"));
        Assert.False(signature.IsOf(new("ak", "sk", "token"), "cn-hangzhou"));
        Assert.False(signature.IsOf(new("ak", "sk", null), "cn-shanghai"));
    }

    [Fact]
    public void After_midnight_a_signature_that_has_signed_before_signs_with_the_key_of_the_new_day()
    {
        var (used, fresh) = (new OssV4Signature(new("ak", "sk", null), "cn-hangzhou"), new OssV4Signature(new("ak", "sk", null), "cn-hangzhou"));
        var request = new OssCanonicalRequest("GET", "bucket", "key", [], [new("x-oss-date", "20231217T000000Z")], []);
        used.Authorize(request with { Headers = [new("x-oss-date", "20231216T235959Z")] }, "20231216T235959Z");

        Assert.Equal(fresh.Authorize(request, "20231217T000000Z"), used.Authorize(request, "20231217T000000Z"));
    }

    private static string Authorize(string date, string? token, string region, string product, params string[] additional)
    {
        List<KeyValuePair<string, string>> headers =
        [
            new("abc", "value"), new("content-type", "text/plain"), new("x-oss-content-sha256", OssCanonicalRequest.UnsignedPayload),
            new("x-oss-date", date), new("x-oss-head1", "value"), new("xyz", "value"), new("zabc", "value"),
        ];

        if (token is not null)
        {
            headers.Insert(5, new("x-oss-security-token", token));
        }

        var canonical = new OssCanonicalRequest("PUT", "bucket", "1234+-/123/1.txt", Query, [.. headers], additional);
        return new OssV4Signature(new("ak", "sk", token), region, product).Authorize(canonical, date);
    }
}
