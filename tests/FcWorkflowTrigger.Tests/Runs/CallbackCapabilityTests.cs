using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Uploads;
using FsCheck.Xunit;

namespace FcWorkflowTrigger.Tests.Runs;

public sealed class CallbackCapabilityTests
{
    private static readonly byte[] OtherSecret = new byte[32];

    [Fact]
    public void A_proof_of_this_deployment_is_verified() => Assert.True(TestData.Capability.Verify(TestData.RunId, 1, TestData.Capability.Compute(TestData.RunId, 1)));

    [Fact]
    public void Another_generation_has_another_proof() =>
        Assert.False(TestData.Capability.Verify(TestData.RunId, 2, TestData.Capability.Compute(TestData.RunId, 1)));

    [Fact]
    public void Another_run_has_another_proof() =>
        Assert.False(TestData.Capability.Verify(RunId.Create(TestData.Upload("other"), "video"), 1, TestData.Capability.Compute(TestData.RunId, 1)));

    [Fact]
    public void A_replaced_secret_still_verifies_while_it_is_listed()
    {
        var old = new CallbackCapability([OtherSecret]).Compute(TestData.RunId, 1);

        Assert.True(new CallbackCapability([TestData.Secret, OtherSecret]).Verify(TestData.RunId, 1, old));
        Assert.False(TestData.Capability.Verify(TestData.RunId, 1, old));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("§§§§§§§§§§§§§§§§§§§§§§")]
    public void Any_other_proof_is_forged(string? given) => Assert.False(TestData.Capability.Verify(TestData.RunId, 1, given));

    [Fact]
    public void Without_a_secret_no_proof_is_verified() =>
        Assert.False(new CallbackCapability([]).Verify(TestData.RunId, 1, TestData.Capability.Compute(TestData.RunId, 1)));

    /// <summary>The steps of a key roll: the new secret is listed, then it signs, then the old secret is removed after the callbacks of the step before have come.</summary>
    [Property]
    public void A_key_roll_loses_no_callback_in_flight(byte[] first, byte[] second, int generation)
    {
        byte[] old = [1, .. first], fresh = [2, .. second];
        byte[][][] steps = [[old], [old, fresh], [fresh, old], [fresh]];

        // The function that issues and the function that checks may be one step apart, in both directions.
        foreach (var (one, next) in steps.Zip(steps.Skip(1)))
        {
            Assert.True(new CallbackCapability(next).Verify(TestData.RunId, generation, new CallbackCapability(one).Compute(TestData.RunId, generation)));
            Assert.True(new CallbackCapability(one).Verify(TestData.RunId, generation, new CallbackCapability(next).Compute(TestData.RunId, generation)));
        }
    }

    [Property]
    public void Any_listed_secret_verifies_and_no_other(byte[][] secrets, byte[] other)
    {
        byte[][] listed = [.. secrets.Select((secret, number) => (byte[])[(byte)number, .. secret ?? []])];
        byte[] stranger = [255, 255, .. other ?? []];

        Assert.All(listed, secret => Assert.True(
            new CallbackCapability(listed).Verify(TestData.RunId, 1, new CallbackCapability([secret]).Compute(TestData.RunId, 1))));
        Assert.False(new CallbackCapability(listed).Verify(TestData.RunId, 1, new CallbackCapability([stranger]).Compute(TestData.RunId, 1)));
    }

    [Property]
    public void Changing_any_character_makes_it_forged(byte at, char to)
    {
        var proof = TestData.Capability.Compute(TestData.RunId, 1).ToCharArray();
        var place = at % proof.Length;
        var changed = proof[place] != to;
        proof[place] = to;

        Assert.Equal(!changed, TestData.Capability.Verify(TestData.RunId, 1, new(proof)));
    }
}
