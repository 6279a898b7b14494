using FcWorkflowTrigger.Outcomes.Webhooks;

namespace FcWorkflowTrigger.Tests.Outcomes.Webhooks;

public sealed class WebhookSignatureTests
{
    private static readonly byte[] Published = Convert.FromBase64String("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

    [Fact]
    public void The_published_signature_comes_out() => Assert.Equal(
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        WebhookSignature.Compute("msg_p5jXN8AQM9LWM0D4loKWxJek", DateTimeOffset.FromUnixTimeSeconds(1614265330), "{\"test\": 2432232314}"u8, [Published]));

    [Fact]
    public void Every_secret_signs()
    {
        var both = WebhookSignature.Compute("id", TestData.Now, "{}"u8, [TestData.Secret, Published]).Split(' ');

        Assert.Equal(WebhookSignature.Compute("id", TestData.Now, "{}"u8, [TestData.Secret]), both[0]);
        Assert.Equal(WebhookSignature.Compute("id", TestData.Now, "{}"u8, [Published]), both[1]);
    }
}
