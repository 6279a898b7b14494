using FsCheck.Xunit;

namespace FcWorkflowTrigger.Tests;

public sealed class CallbackCapabilityTests
{
    private static readonly byte[] OtherSecret = new byte[32];

    [Fact]
    public void What_we_signed_we_believe() => Assert.True(Given.Capability.Proves(Given.RunId, 1, Given.Capability.Of(Given.RunId, 1)));

    [Fact]
    public void Another_generation_has_another_proof() =>
        Assert.False(Given.Capability.Proves(Given.RunId, 2, Given.Capability.Of(Given.RunId, 1)));

    [Fact]
    public void Another_run_has_another_proof() =>
        Assert.False(Given.Capability.Proves(RunId.Of(Given.Upload("other"), "video"), 1, Given.Capability.Of(Given.RunId, 1)));

    [Fact]
    public void A_replaced_secret_still_verifies_while_it_is_listed()
    {
        var old = new CallbackCapability([OtherSecret]).Of(Given.RunId, 1);

        Assert.True(new CallbackCapability([Given.Secret, OtherSecret]).Proves(Given.RunId, 1, old));
        Assert.False(Given.Capability.Proves(Given.RunId, 1, old));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("§§§§§§§§§§§§§§§§§§§§§§")]
    public void What_we_did_not_sign_is_forged(string? given) => Assert.False(Given.Capability.Proves(Given.RunId, 1, given));

    [Fact]
    public void Without_a_secret_nothing_is_believed() =>
        Assert.False(new CallbackCapability([]).Proves(Given.RunId, 1, Given.Capability.Of(Given.RunId, 1)));

    [Property]
    public void Changing_any_character_makes_it_forged(byte at, char to)
    {
        var proof = Given.Capability.Of(Given.RunId, 1).ToCharArray();

        // The last character carries two bits only, so several of them spell the same proof.
        var place = at % (proof.Length - 1);
        var changed = proof[place] != to;
        proof[place] = to;

        Assert.Equal(!changed, Given.Capability.Proves(Given.RunId, 1, new(proof)));
    }
}
