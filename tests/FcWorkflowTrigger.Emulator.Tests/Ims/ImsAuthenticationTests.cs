namespace FcWorkflowTrigger.Emulator.Tests.Ims;

public sealed class ImsAuthenticationTests : IAsyncLifetime
{
    private static readonly (string, string)[] Start =
        [("WorkflowId", ImsTestServer.Workflow), ("TaskInput", """{"Type":"OSS","Media":"oss://media-in/uploads/a.mp4"}""")];

    private ImsTestServer _ims = null!;

    public async Task InitializeAsync() => _ims = await ImsTestServer.StartAsync();

    public async Task DisposeAsync() => await _ims.DisposeAsync();

    [Fact]
    public async Task A_request_is_accepted_once()
    {
        Assert.Equal(200, (await _ims.SendAsync("StartWorkflow", Start, nonce: "pinned")).Status);

        Assert.Equal("400 SignatureNonceUsed", (await _ims.SendAsync("StartWorkflow", Start, nonce: "pinned")).Refusal);
        Assert.Single(_ims.State.Tasks);
    }

    [Fact]
    public async Task An_unknown_key_a_wrong_secret_and_an_old_date_are_refused()
    {
        Assert.Equal("404 InvalidAccessKeyId.NotFound", (await _ims.SendAsync("StartWorkflow", Start, key: "stranger")).Refusal);
        Assert.Equal("400 SignatureDoesNotMatch", (await _ims.SendAsync("StartWorkflow", Start, secret: "guessed")).Refusal);
        Assert.Equal("400 InvalidTimeStamp.Expired", (await _ims.SendAsync("StartWorkflow", Start, at: TestData.Now.AddMinutes(-16))).Refusal);
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
}
