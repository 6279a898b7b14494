using FcWorkflowTrigger.Emulator.Ims;

namespace FcWorkflowTrigger.Emulator.Tests.Ims;

/// <summary>IMS while its data cannot be saved.</summary>
public sealed class ImsDurabilityTests : IDisposable
{
    private const string Url = "oss://media-in/uploads/a.mp4";
    private const string Input = """{"Type":"OSS","Media":"oss://media-in/uploads/a.mp4"}""";

    private readonly TemporaryData _data = new();

    public void Dispose() => _data.Dispose();

    [Theory]
    [InlineData("ims-nonces")]
    [InlineData("ims-tasks")]
    public async Task A_start_that_cannot_be_saved_is_refused_and_there_is_no_task(string kind)
    {
        await using var ims = await ImsTestServer.StartAsync(_data.Open());
        _data.Block(kind);

        var refused = await StartAsync(ims);

        Assert.Equal((500, "InternalError"), (refused.Status, (string?)refused.Body["Code"]));
        Assert.Empty(ims.State.Tasks);
        _data.Unblock(kind);
        Assert.Equal(200, (await StartAsync(ims)).Status);
        Assert.Single(ims.State.Tasks);
        Assert.Single(new ImsState(_data.Open()).Tasks);
    }

    [Fact]
    public async Task An_asset_that_cannot_be_saved_is_refused_and_the_one_it_would_replace_stays()
    {
        await using var ims = await ImsTestServer.StartAsync(_data.Open());
        var before = (await ims.CallAsync("RegisterMediaInfo", ("InputURL", Url))).Body["MediaId"]!.ToString();
        _data.Block("ims-assets");

        var refused = await ims.CallAsync("RegisterMediaInfo", ("InputURL", Url), ("Overwrite", "true"));

        Assert.Equal((500, "InternalError"), (refused.Status, (string?)refused.Body["Code"]));
        Assert.Equal(before, Assert.Single(ims.State.Assets).MediaId);
        _data.Unblock("ims-assets");
        Assert.Equal(before, Assert.Single(new ImsState(_data.Open()).Assets).MediaId);
    }

    [Fact]
    public async Task A_global_callback_that_cannot_be_saved_is_refused_and_not_used()
    {
        await using var ims = await ImsTestServer.StartAsync(_data.Open());
        _data.Block("ims-callback");

        var refused = await ims.CallAsync("SetEventCallback", ("CallbackType", "HTTP"), ("CallbackURL", "http://127.0.0.1/x"));

        Assert.Equal(500, refused.Status);
        Assert.Null(ims.State.EventCallback);
    }

    [Fact]
    public async Task A_callback_whose_attempt_cannot_be_saved_goes_on_when_it_can()
    {
        var (time, pauses) = (TestData.Time(), TestData.Time());
        await using var ims = await ImsTestServer.StartAsync(_data.Open(pauses), time: time);
        var start = await ims.CallAsync(
            "StartWorkflow", ("WorkflowId", ImsTestServer.Workflow), ("TaskInput", Input), ("UserData", """{"NotifyAddress":"http://127.0.0.1:9/done"}"""));
        Assert.Equal(200, start.Status);
        _data.Block("ims-tasks");
        var called = ims.Receiver.NextAsync();

        time.Advance(TimeSpan.FromSeconds(3));
        await called;
        Assert.Empty(Assert.Single(ims.State.Tasks).Callbacks);
        var changed = ims.State.Changed;
        _data.Unblock("ims-tasks");
        await UntilAsync(ims, pauses, task => task.Notified);

        Assert.Single(Assert.Single(new ImsState(_data.Open()).Tasks).Callbacks);
        Assert.True(changed.IsCompleted);
    }

    [Fact]
    public void Of_an_asset_and_the_one_that_replaced_it_the_newer_one_survives_an_end_in_between()
    {
        var first = new ImsState(_data.Open());
        var asset = new MediaAsset("1", Url, "media-in", "uploads/a.mp4", "t", null, null, true, TestData.Now, TestData.Now);
        first.Register(asset, _ => new(null, null));
        first.Register(asset with { MediaId = "2", CreateTime = TestData.Now.AddSeconds(1) }, _ => new(null, null));

        Assert.Equal("2", Assert.Single(new ImsState(_data.Open()).Assets).MediaId);
    }

    private static Task<ImsReply> StartAsync(ImsTestServer ims) => ims.CallAsync("StartWorkflow", ("WorkflowId", ImsTestServer.Workflow), ("TaskInput", Input));

    private static async Task UntilAsync(ImsTestServer ims, Microsoft.Extensions.Time.Testing.FakeTimeProvider pauses, Func<WorkflowTask, bool> reached)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));

        while (!reached(ims.State.Tasks[0]))
        {
            limit.Token.ThrowIfCancellationRequested();
            pauses.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
    }
}
