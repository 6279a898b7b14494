using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Oss;

namespace FcWorkflowTrigger.Tests.Ledger.Oss;

public sealed class LedgerVersioningCheckTests
{
    private readonly TestHost _host = new();

    [Theory]
    [InlineData("Enabled")]
    [InlineData("Suspended")]
    public async Task A_sweep_over_slots_in_a_versioned_bucket_fails_and_says_what_to_do(string status)
    {
        _host.Oss.Versioning = status;

        var failure = await Assert.ThrowsAsync<LedgerVersionedException>(_host.SweepAsync);

        Assert.StartsWith($"LEDGER-VERSIONED: versioning of bucket ledger is {status}", failure.Message, StringComparison.Ordinal);
        Assert.Contains("LEDGER_MODE=append", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bucket_that_is_versioned_fails_every_sweep()
    {
        _host.Oss.Versioning = "Enabled";

        await Assert.ThrowsAsync<LedgerVersionedException>(_host.SweepAsync);
        await Assert.ThrowsAsync<LedgerVersionedException>(_host.SweepAsync);
    }

    [Fact]
    public async Task A_bucket_that_never_was_is_asked_about_once_a_process()
    {
        await _host.SweepAsync();
        await _host.SweepAsync();

        Assert.Equal(1, _host.Oss.VersioningAsked);
    }

    [Fact]
    public async Task Appending_does_not_mind_versions()
    {
        var host = new TestHost(mode: LedgerMode.Append) { Oss = { Versioning = "Enabled" } };

        await host.SweepAsync();

        Assert.Equal(0, host.Oss.VersioningAsked);
    }
}
