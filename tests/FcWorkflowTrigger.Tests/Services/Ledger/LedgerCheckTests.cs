using FcWorkflowTrigger.Services.Ledger;
using FcWorkflowTrigger.Settings;

namespace FcWorkflowTrigger.Tests.Services.Ledger;

public sealed class LedgerCheckTests
{
    private readonly World _world = new();

    [Theory]
    [InlineData("Enabled")]
    [InlineData("Suspended")]
    public async Task A_sweep_over_slots_in_a_versioned_bucket_fails_and_says_what_to_do(string status)
    {
        _world.Oss.Versioning = status;

        var failure = await Assert.ThrowsAsync<LedgerVersionedException>(_world.SweepAsync);

        Assert.StartsWith($"LEDGER-VERSIONED: versioning of bucket ledger is {status}", failure.Message, StringComparison.Ordinal);
        Assert.Contains("LEDGER_MODE=append", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bucket_that_is_versioned_fails_every_sweep()
    {
        _world.Oss.Versioning = "Enabled";

        await Assert.ThrowsAsync<LedgerVersionedException>(_world.SweepAsync);
        await Assert.ThrowsAsync<LedgerVersionedException>(_world.SweepAsync);
    }

    [Fact]
    public async Task A_bucket_that_never_was_is_asked_about_once_a_process()
    {
        await _world.SweepAsync();
        await _world.SweepAsync();

        Assert.Equal(1, _world.Oss.VersioningAsked);
    }

    [Fact]
    public async Task Appending_does_not_mind_versions()
    {
        var world = new World(mode: LedgerMode.Append) { Oss = { Versioning = "Enabled" } };

        await world.SweepAsync();

        Assert.Equal(0, world.Oss.VersioningAsked);
    }
}
