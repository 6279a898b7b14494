using FcWorkflowTrigger.Emulator.Ims.Signing;

namespace FcWorkflowTrigger.Emulator.Tests.Ims.Signing;

public sealed class NonceMemoryTests
{
    [Fact]
    public void A_nonce_is_good_once_until_no_request_that_bore_it_can_be_valid()
    {
        var nonces = new NonceMemory(Given.NoData);

        Assert.True(nonces.TryUse("n", Given.Now));
        Assert.False(nonces.TryUse("n", Given.Now));
        Assert.True(nonces.TryUse("other", Given.Now));
        Assert.False(nonces.TryUse("n", Given.Now.AddMinutes(30)));
        Assert.True(nonces.TryUse("n", Given.Now.AddMinutes(31)));
    }

    [Fact]
    public void Of_many_simultaneous_uses_one_is_the_first()
    {
        var nonces = new NonceMemory(Given.NoData);

        Assert.Equal(1, Enumerable.Range(0, 64).AsParallel().WithDegreeOfParallelism(8).Count(_ => nonces.TryUse("n", Given.Now)));
    }

    [Fact]
    public void A_restart_forgives_no_replay_and_old_nonces_leave_no_files()
    {
        using var data = new TemporaryData();
        new NonceMemory(data.Open()).TryUse("../any name", Given.Now);

        var next = new NonceMemory(data.Open());

        Assert.False(next.TryUse("../any name", Given.Now.AddMinutes(1)));
        next.TryUse("later", Given.Now.AddMinutes(31));
        Assert.Equal(1, data.Files);
    }
}
