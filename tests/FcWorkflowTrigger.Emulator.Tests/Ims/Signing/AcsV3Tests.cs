using FcWorkflowTrigger.Emulator.Ims.Signing;

namespace FcWorkflowTrigger.Emulator.Tests.Ims.Signing;

public sealed class AcsV3Tests
{
    // The fixed-parameter example of the SDK documentation, "V3 request structure and signature".
    [Fact]
    public void The_published_example_is_reproduced()
    {
        var toSign = AcsV3.StringToSign(
            "POST",
            "/",
            [new("RegionId", "cn-shanghai"), new("ImageId", "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd")],
            [
                ("x-acs-action", "RunInstances"), ("host", "ecs.cn-shanghai.aliyuncs.com"), ("x-acs-version", "2014-05-26"),
                ("x-acs-date", "2023-10-26T10:22:32Z"), ("x-acs-signature-nonce", "3156853299f313e23d1673dc12e1703d"),
                ("x-acs-content-sha256", AcsV3.Hash([])),
            ],
            AcsV3.Hash([]));

        Assert.Equal("ACS3-HMAC-SHA256\n7ea06492da5221eba5297e897ce16e55f964061054b7695beedaac1145b1e259", toSign);
        Assert.Equal("06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0", AcsV3.Sign("YourAccessKeySecret", toSign));
    }

    [Theory]
    [InlineData("a b", "k=a%20b")]
    [InlineData("a+b*c~", "k=a%2Bb%2Ac~")]
    [InlineData("春", "k=%E6%98%A5")]
    [InlineData(null, "k=")]
    public void Values_are_encoded_as_the_documentation_says(string? value, string query) => Assert.Equal(query, AcsV3.CanonicalQuery([new("k", value)]));
}
