namespace FcWorkflowTrigger.Emulator.Tests.Oss;

public sealed class OssFaultTests : IAsyncLifetime
{
    private OssTestServer _oss = null!;

    public async Task InitializeAsync() => _oss = await OssTestServer.StartAsync();

    public async Task DisposeAsync() => await _oss.DisposeAsync();

    [Theory]
    [InlineData("drop-request", false)]
    [InlineData("drop-reply", true)]
    public async Task A_dropped_request_has_no_effect_and_a_request_with_a_dropped_reply_has(string kind, bool stored)
    {
        _oss.Faults.Add(TestData.Fault("oss", "PutObject", kind));

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => _oss.SendAsync("PUT", "k", "x"));

        Assert.Equal(stored, _oss.Store.Exists("ledger", "k"));
    }

    [Fact]
    public async Task An_injected_failure_has_the_requested_code_and_does_nothing()
    {
        _oss.Faults.Add(TestData.Fault("oss", "PutObject", "fail") with { Status = 503, Code = "TotalQpsLimitExceeded" });

        using var reply = await _oss.SendAsync("PUT", "k", "x");

        Assert.Equal("503 TotalQpsLimitExceeded", await OssTestServer.CodeAsync(reply));
        Assert.False(_oss.Store.Exists("ledger", "k"));
    }
}
