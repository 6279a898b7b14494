namespace FcWorkflowTrigger.Emulator.Tests.Ims;

public sealed class ImsDoorTests : IAsyncLifetime
{
    private static readonly (string, string)[] Start =
        [("WorkflowId", ImsRig.Workflow), ("TaskInput", """{"Type":"OSS","Media":"oss://media-in/uploads/a.mp4"}""")];

    private ImsRig _ims = null!;

    public async Task InitializeAsync() => _ims = await ImsRig.StartAsync();

    public async Task DisposeAsync() => await _ims.DisposeAsync();

    [Fact]
    public async Task A_request_is_good_once()
    {
        Assert.Equal(200, (await _ims.SendAsync("StartWorkflow", Start, nonce: "pinned")).Status);

        Assert.Equal("400 SignatureNonceUsed", (await _ims.SendAsync("StartWorkflow", Start, nonce: "pinned")).Refusal);
        Assert.Single(_ims.State.Tasks);
    }

    [Fact]
    public async Task A_stranger_a_forger_and_a_latecomer_stay_outside()
    {
        Assert.Equal("404 InvalidAccessKeyId.NotFound", (await _ims.SendAsync("StartWorkflow", Start, key: "stranger")).Refusal);
        Assert.Equal("400 SignatureDoesNotMatch", (await _ims.SendAsync("StartWorkflow", Start, secret: "guessed")).Refusal);
        Assert.Equal("400 InvalidTimeStamp.Expired", (await _ims.SendAsync("StartWorkflow", Start, at: Given.Now.AddMinutes(-16))).Refusal);
        Assert.Empty(_ims.State.Tasks);
    }

    [Fact]
    public async Task A_refusal_uses_up_no_nonce()
    {
        await _ims.SendAsync("StartWorkflow", Start, secret: "guessed", nonce: "n");

        Assert.Equal(200, (await _ims.SendAsync("StartWorkflow", Start, nonce: "n")).Status);
    }

    [Fact]
    public async Task An_unknown_action_is_not_found() =>
        Assert.Equal("404 InvalidApi.NotFound", (await _ims.CallAsync("DeleteWorkflow")).Refusal);

    [Theory]
    [InlineData("drop-request", 0)]
    [InlineData("drop-reply", 1)]
    public async Task A_dropped_request_did_nothing_and_a_dropped_reply_did(string kind, int tasks)
    {
        _ims.Faults.Add(Given.Fault("ims", "StartWorkflow", kind));

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => _ims.SendAsync("StartWorkflow", Start, nonce: "n"));

        Assert.Equal(tasks, _ims.State.Tasks.Count);
        Assert.Equal(kind == "drop-request" ? 200 : 400, (await _ims.SendAsync("StartWorkflow", Start, nonce: "n")).Status);
    }

    [Fact]
    public async Task A_failure_can_say_how_long_to_wait()
    {
        _ims.Faults.Add(Given.Fault("ims", "*", "fail") with { Code = "Throttling.User", RetryAfterMilliseconds = 1500 });

        var reply = await _ims.SendAsync("StartWorkflow", Start);

        Assert.Equal("400 Throttling.User", reply.Refusal);
        Assert.Equal(["1500"], reply.Headers.GetValues("x-acs-retry-after"));
    }

    [Fact]
    public async Task An_expired_token_is_a_failure_that_can_be_asked_for()
    {
        _ims.Faults.Add(Given.Fault("ims", "*", "fail") with { Code = "InvalidSecurityToken.Expired", Status = 403 });

        Assert.Equal("403 InvalidSecurityToken.Expired", (await _ims.SendAsync("StartWorkflow", Start)).Refusal);
    }
}
