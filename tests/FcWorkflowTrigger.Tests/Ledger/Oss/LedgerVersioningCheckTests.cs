using FcWorkflowTrigger.Ledger;
using FcWorkflowTrigger.Ledger.Oss;

namespace FcWorkflowTrigger.Tests.Ledger.Oss;

public sealed class LedgerVersioningCheckTests
{
    private readonly TestHost _host = new();

    [Theory]
    [InlineData("Enabled")]
    [InlineData("Suspended")]
    public async Task A_sweep_over_slots_in_a_versioned_bucket_fails_and_names_the_remedy(string status)
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
    public async Task A_bucket_that_was_never_versioned_is_checked_once_a_process()
    {
        await _host.SweepAsync();
        await _host.SweepAsync();

        Assert.Equal(1, _host.Oss.VersioningAsked);
    }

    [Fact]
    public async Task Append_mode_accepts_a_versioned_bucket()
    {
        var host = new TestHost(mode: LedgerMode.Append) { Oss = { Versioning = "Enabled" } };

        await host.SweepAsync();

        Assert.Equal(0, host.Oss.VersioningAsked);
    }
}
