namespace FcWorkflowTrigger.Emulator.Tests.Ims;

public sealed class ImsFaultTests : IAsyncLifetime
{
    private static readonly (string, string)[] Start =
        [("WorkflowId", ImsTestServer.Workflow), ("TaskInput", """{"Type":"OSS","Media":"oss://media-in/uploads/a.mp4"}""")];

    private ImsTestServer _ims = null!;

    public async Task InitializeAsync() => _ims = await ImsTestServer.StartAsync();

    public async Task DisposeAsync() => await _ims.DisposeAsync();

    [Theory]
    [InlineData("drop-request", 0)]
    [InlineData("drop-reply", 1)]
    public async Task A_dropped_request_has_no_effect_and_a_request_with_a_dropped_reply_has(string kind, int tasks)
    {
        _ims.Faults.Add(TestData.Fault("ims", "StartWorkflow", kind));

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => _ims.SendAsync("StartWorkflow", Start, nonce: "n"));

        Assert.Equal(tasks, _ims.State.Tasks.Count);
        Assert.Equal(kind == "drop-request" ? 200 : 400, (await _ims.SendAsync("StartWorkflow", Start, nonce: "n")).Status);
    }

    [Fact]
    public async Task A_failure_can_have_a_retry_after_header()
    {
        _ims.Faults.Add(TestData.Fault("ims", "*", "fail") with { Code = "Throttling.User", RetryAfterMilliseconds = 1500 });

        var reply = await _ims.SendAsync("StartWorkflow", Start);

        Assert.Equal("400 Throttling.User", reply.Refusal);
        Assert.Equal(["1500"], reply.Headers.GetValues("x-acs-retry-after"));
    }

    [Fact]
    public async Task An_expired_token_can_be_injected()
    {
        _ims.Faults.Add(TestData.Fault("ims", "*", "fail") with { Code = "InvalidSecurityToken.Expired", Status = 403 });

        Assert.Equal("403 InvalidSecurityToken.Expired", (await _ims.SendAsync("StartWorkflow", Start)).Refusal);
    }
}
