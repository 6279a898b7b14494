namespace FcWorkflowTrigger.Emulator.Tests.Oss;

/// <summary>OSS documentation, "HTTP range requests": an object of ten bytes.</summary>
public sealed class RangeTests : IAsyncLifetime
{
    private const string Standard = "x-oss-range-behavior: standard";
    private OssTestServer _oss = null!;

    public async Task InitializeAsync()
    {
        _oss = await OssTestServer.StartAsync();
        _oss.Store.Put("ledger", "ten", TestData.Bytes("0123456789"), "text/plain");
    }

    public async Task DisposeAsync() => await _oss.DisposeAsync();

    [Theory]
    [InlineData("bytes=2-4", "206 234 bytes 2-4/10")]
    [InlineData("bytes=7-", "206 789 bytes 7-9/10")]
    [InlineData("bytes=-3", "206 789 bytes 7-9/10")]
    [InlineData("bytes=0-9", "206 0123456789 bytes 0-9/10")]
    [InlineData("bytes=1-2,5-6", "206 12 bytes 1-2/10")]
    [InlineData("bytes=0-10", "200 0123456789")]
    [InlineData("bytes=10-20", "200 0123456789")]
    [InlineData("bytes=10-", "200 0123456789")]
    [InlineData("bytes=-20", "200 0123456789")]
    [InlineData("byte=0-4", "200 0123456789")]
    [InlineData("bytes=4-2", "200 0123456789")]
    public async Task A_range_that_is_not_within_the_object_is_ignored(string range, string expected) =>
        Assert.Equal(expected, await GetAsync($"Range: {range}"));

    [Theory]
    [InlineData("bytes=2-4", "206 234 bytes 2-4/10")]
    [InlineData("bytes=0-10", "206 0123456789 bytes 0-9/10")]
    [InlineData("bytes=8-20", "206 89 bytes 8-9/10")]
    [InlineData("bytes=-20", "206 0123456789 bytes 0-9/10")]
    public async Task With_the_standard_behaviour_it_is_cut_to_the_object(string range, string expected) =>
        Assert.Equal(expected, await GetAsync($"Range: {range}", Standard));

    [Theory]
    [InlineData("bytes=10-20")]
    [InlineData("bytes=10-")]
    public async Task With_the_standard_behaviour_one_after_the_end_is_refused(string range)
    {
        using var reply = await _oss.SendAsync("GET", "ten", headers: [$"Range: {range}", Standard]);

        Assert.Equal("416 InvalidRange", await OssTestServer.CodeAsync(reply));
    }

    private async Task<string> GetAsync(params string[] headers)
    {
        using var reply = await _oss.SendAsync("GET", "ten", headers: headers);
        return $"{(int)reply.StatusCode} {await reply.Content.ReadAsStringAsync()} {reply.Content.Headers.ContentRange}".TrimEnd();
    }
}
