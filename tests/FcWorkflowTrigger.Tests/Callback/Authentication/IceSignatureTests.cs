using System.Globalization;
using FcWorkflowTrigger.Callback.Authentication;
using FsCheck.Xunit;

namespace FcWorkflowTrigger.Tests.Callback.Authentication;

public sealed class IceSignatureTests
{
    private const string Url = "https://www.example.com/your/callback";
    private const string Stamp = "1519375990";
    private const string Published = "c72b60894140fa98920f1279219b7ed4";

    private static readonly DateTimeOffset Then = DateTimeOffset.FromUnixTimeSeconds(1519375990);

    /// <summary>The documentation prints the first result beside the key Test123, which makes the second.</summary>
    [Theory]
    [InlineData(Url, Stamp, "test123", Published)]
    [InlineData(Url, Stamp, "Test123", "c587b80d2d0ede300e8967937da7219b")]
    [InlineData("https://cb.example.com/ims?k=v&t=1", "1767323045", "TestKey001", "7cf91e4519db92c7f3b0a805f2e63fe5")]
    public void The_published_signatures_come_out(string url, string stamp, string key, string signature)
    {
        Assert.Equal(signature, IceSignature.Compute(url, stamp, key));
        Assert.Equal(
            IceSignatureVerdict.Genuine,
            new IceSignature(stamp, signature).Judge(url, With(key), DateTimeOffset.FromUnixTimeSeconds(long.Parse(stamp, CultureInfo.InvariantCulture))));
    }

    [Fact]
    public void The_documented_example_is_forged_under_its_documented_key() =>
        Assert.Equal(IceSignatureVerdict.Forged, new IceSignature(Stamp, Published).Judge(Url, With("Test123"), Then));

    [Fact]
    public void Any_of_several_keys_will_do() =>
        Assert.Equal(IceSignatureVerdict.Genuine, new IceSignature(Stamp, Published).Judge(Url, With("Other1", "test123"), Then));

    [Fact]
    public void The_query_may_be_signed_or_not() =>
        Assert.Equal(IceSignatureVerdict.Genuine, new IceSignature(Stamp, Published).Judge($"{Url}?g=1&s=x", With("test123"), Then));

    [Theory]
    [InlineData(300, "Genuine")]
    [InlineData(-300, "Genuine")]
    [InlineData(301, "Stale")]
    [InlineData(-301, "Stale")]
    public void A_signature_is_good_for_five_minutes_either_way(int seconds, string verdict) =>
        Assert.Equal(verdict, new IceSignature(Stamp, Published).Judge(Url, With("test123"), Then.AddSeconds(seconds)).ToString());

    [Theory]
    [InlineData(null, Published)]
    [InlineData(Stamp, null)]
    [InlineData(Stamp, "")]
    [InlineData("", Published)]
    [InlineData("-1519375990", Published)]
    [InlineData("1519375990.0", Published)]
    [InlineData("99999999999999999999", Published)]
    [InlineData("9223372036854775807", Published)]
    [InlineData(Stamp, "C72B60894140FA98920F1279219B7ED4")]
    public void Half_a_signature_or_a_strange_one_is_forged(string? stamp, string? signature) =>
        Assert.Equal(IceSignatureVerdict.Forged, new IceSignature(stamp, signature).Judge(Url, With("test123"), Then));

    [Fact]
    public void Without_headers_nothing_is_said() => Assert.Equal(IceSignatureVerdict.Absent, IceSignature.None.Judge(Url, With("test123"), Then));

    [Fact]
    public void Without_a_key_nothing_is_genuine() =>
        Assert.Equal(IceSignatureVerdict.Forged, new IceSignature(Stamp, Published).Judge(Url, With(), Then));

    [Property]
    public void No_headers_and_no_clock_do_more_than_be_refused(string? stamp, string? signature, long at) =>
        Assert.NotEqual(
            IceSignatureVerdict.Genuine,
            new IceSignature(stamp ?? $"{at}", signature ?? Published).Judge(Url, With("Other1"), DateTimeOffset.UnixEpoch.AddSeconds(at % 100_000_000_000)));

    private static SignatureOptions With(params string[] keys) => SignatureOptions.None with { Keys = keys };
}
