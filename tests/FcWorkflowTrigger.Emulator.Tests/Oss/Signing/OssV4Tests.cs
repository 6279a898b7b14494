using System.Security.Cryptography;
using FcWorkflowTrigger.Emulator.Oss.Signing;

namespace FcWorkflowTrigger.Emulator.Tests.Oss.Signing;

/// <summary>The values are those of the official SDKs' own unit tests (H1, H2, H3, H5), and a claim recomputed with a checked implementation (C1).</summary>
public sealed class OssV4Tests
{
    private static readonly KeyValuePair<string, string?>[] Query =
    [
        new("param1", "value1"), new("+param1", "value3"), new("|param1", "value4"), new("+param2", ""), new("|param2", null), new("param2", ""),
    ];

    [Theory]
    [InlineData("20231216T162057Z", null, "cn-hangzhou/oss", "", "e21d18daa82167720f9b1047ae7e7f1ce7cb77a31e8203a7d5f4624fa0284afe")]
    [InlineData("20231217T034736Z", "token", "cn-hangzhou/oss", "", "b94a3f999cf85bcdc00d332fbd3734ba03e48382c36fa4d5af5df817395bd9ea")]
    [InlineData("20231216T172512Z", null, "cn-hangzhou/oss", "abc;zabc", "4a4183c187c07c8947db7620deb0a6b38d9fbdd34187b6dbaccb316fa251212f")]
    [InlineData("20231216T172512Z", null, "cn-hangzhou/oss", "zabc;abc", "4a4183c187c07c8947db7620deb0a6b38d9fbdd34187b6dbaccb316fa251212f")]
    [InlineData("20231216T162057Z", null, "cb-123/oss-cloudbox", "", "94ce1f12c17d148ea681030275a94449d3357f5b5b21133996eec80af3e08a43")]
    public void The_published_signatures_are_reproduced(string date, string? token, string place, string additional, string signature)
    {
        List<KeyValuePair<string, string>> headers =
        [
            new("x-oss-head1", "value"), new("abc", "value"), new("ZAbc", "value"), new("XYZ", "value"), new("Content-Type", "text/plain"),
            new("x-oss-content-sha256", "UNSIGNED-PAYLOAD"), new("x-oss-date", date),
        ];

        if (token is not null)
        {
            headers.Add(new("x-oss-security-token", token));
        }

        var scope = $"{date[..8]}/{place}/aliyun_v4_request";
        var names = additional.Split(';', StringSplitOptions.RemoveEmptyEntries);
        var canonical = OssCanonical.Request("PUT", "/bucket/1234+-/123/1.txt", Query, headers, names, "UNSIGNED-PAYLOAD");

        Assert.Equal(signature, OssV4.Sign("sk", scope, OssV4.StringToSign(date, scope, canonical)));
    }

    [Fact]
    public void The_claim_of_the_ledger_is_canonical_to_the_byte()
    {
        var canonical = OssCanonical.Request(
            "PUT",
            "/ledger-example/r/3f/3f9ac0de/77aa01/0000.json",
            [],
            [
                new("Host", "ledger-example.oss-cn-shanghai.aliyuncs.com"), new("Content-Type", "application/json"),
                new("x-oss-content-sha256", "UNSIGNED-PAYLOAD"), new("x-oss-date", "20261124T001500Z"), new("x-oss-forbid-overwrite", "true"),
            ],
            [],
            "UNSIGNED-PAYLOAD");

        Assert.Equal(
            "0e1a8e67deab4978f870fd6fb35d5bb2ea7c899a8dd87961c930772be4929582",
            Convert.ToHexStringLower(SHA256.HashData(TestData.Bytes(canonical))));
    }
}
