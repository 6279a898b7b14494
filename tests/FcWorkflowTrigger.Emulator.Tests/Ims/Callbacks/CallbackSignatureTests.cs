using FcWorkflowTrigger.Emulator.Ims.Callbacks;

namespace FcWorkflowTrigger.Emulator.Tests.Ims.Callbacks;

public sealed class CallbackSignatureTests
{
    // The first is published, with its key in lower case; the page that prints the key as 'Test123' prints the result of 'test123'.
    [Theory]
    [InlineData("https://www.example.com/your/callback", 1519375990, "test123", "c72b60894140fa98920f1279219b7ed4")]
    [InlineData("https://www.example.com/your/callback", 1519375990, "Test123", "c587b80d2d0ede300e8967937da7219b")]
    [InlineData("https://cb.example.com/ims?k=v&t=1", 1767323045, "TestKey001", "7cf91e4519db92c7f3b0a805f2e63fe5")]
    public void The_published_signature_is_reproduced(string url, long timestamp, string key, string signature) =>
        Assert.Equal(signature, CallbackSignature.Compute(url, timestamp, key));
}
