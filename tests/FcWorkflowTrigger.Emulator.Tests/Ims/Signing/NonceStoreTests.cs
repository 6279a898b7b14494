using FcWorkflowTrigger.Emulator.Ims.Signing;

namespace FcWorkflowTrigger.Emulator.Tests.Ims.Signing;

public sealed class NonceStoreTests
{
    [Fact]
    public void A_nonce_is_accepted_once_while_a_request_with_it_can_be_valid()
    {
        var nonces = new NonceStore(TestData.NoData);

        Assert.True(nonces.TryUse("n", TestData.Now));
        Assert.False(nonces.TryUse("n", TestData.Now));
        Assert.True(nonces.TryUse("other", TestData.Now));
        Assert.False(nonces.TryUse("n", TestData.Now.AddMinutes(30)));
        Assert.True(nonces.TryUse("n", TestData.Now.AddMinutes(31)));
    }

    [Fact]
    public void Only_one_of_many_simultaneous_uses_succeeds()
    {
        var nonces = new NonceStore(TestData.NoData);

        Assert.Equal(1, Enumerable.Range(0, 64).AsParallel().WithDegreeOfParallelism(8).Count(_ => nonces.TryUse("n", TestData.Now)));
    }

    [Fact]
    public void A_restart_accepts_no_replay_and_expired_nonces_leave_no_files()
    {
        using var data = new TemporaryData();
        new NonceStore(data.Open()).TryUse("../any name", TestData.Now);

        var next = new NonceStore(data.Open());

        Assert.False(next.TryUse("../any name", TestData.Now.AddMinutes(1)));
        next.TryUse("later", TestData.Now.AddMinutes(31));
        Assert.Equal(1, data.Files);
    }
}
