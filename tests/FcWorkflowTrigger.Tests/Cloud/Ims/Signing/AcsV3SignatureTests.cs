using FcWorkflowTrigger.Cloud.Ims.Signing;

namespace FcWorkflowTrigger.Tests.Cloud.Ims.Signing;

public sealed class AcsV3SignatureTests
{
    // The fixed-parameter example of the SDK documentation, "V3 request structure and signature".
    [Fact]
    public void The_published_example_is_reproduced()
    {
        var query = Query([new("RegionId", "cn-shanghai"), new("ImageId", "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd")]);
        var header = AcsV3Signature.Authorize(
            new("YourAccessKeyId", "YourAccessKeySecret", null),
            "POST",
            query,
            [
                new("x-acs-action", "RunInstances"), new("host", "ecs.cn-shanghai.aliyuncs.com"), new("x-acs-version", "2014-05-26"),
                new("x-acs-date", "2023-10-26T10:22:32Z"), new("x-acs-signature-nonce", "3156853299f313e23d1673dc12e1703d"),
                new("x-acs-content-sha256", AcsV3Signature.EmptyBodyHash),
            ]);

        Assert.Equal(
            "ACS3-HMAC-SHA256 Credential=YourAccessKeyId,"
            + "SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,"
            + "Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0",
            header);
    }

    [Theory]
    [InlineData("a b", "k=a%20b")]
    [InlineData("a+b", "k=a%2Bb")]
    [InlineData("a*b~", "k=a%2Ab~")]
    [InlineData("春", "k=%E6%98%A5")]
    [InlineData("", "k=")]
    [InlineData(null, "")]
    public void Values_are_encoded_as_the_gateway_expects(string? value, string query) =>
        Assert.Equal(query, Query([new("k", value)]));

    [Fact]
    public void A_query_of_any_length_is_kept_whole()
    {
        var value = new string('春', 10_000);

        Assert.Equal($"k={Uri.EscapeDataString(value)}", Query([new("k", value)]));
    }

    private static string Query(KeyValuePair<string, string?>[] parameters) => AcsV3Signature.Query(parameters);
}
