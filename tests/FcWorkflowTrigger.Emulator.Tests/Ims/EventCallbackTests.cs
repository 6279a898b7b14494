namespace FcWorkflowTrigger.Emulator.Tests.Ims;

public sealed class EventCallbackTests
{
    [Fact]
    public async Task The_callback_set_is_read_back_even_after_a_restart()
    {
        using var data = new TemporaryData();

        await using (var first = await ImsTestServer.StartAsync(data.Open()))
        {
            await first.CallAsync(
                "SetEventCallback", ("CallbackType", "HTTP"), ("CallbackURL", "http://127.0.0.1:1/cb"), ("EventTypeList", "WorkflowTaskComplete"));
        }

        await using var second = await ImsTestServer.StartAsync(data.Open());

        Assert.Equal("http://127.0.0.1:1/cb", (await second.CallAsync("GetEventCallback"))["CallbackURL"]);
    }

    [Theory]
    [InlineData("alllowercase1")]
    [InlineData("NoDigitsHere")]
    [InlineData("Abcdefghijklmnopqrstuvwxyz01234567")]
    public async Task A_weak_key_is_refused(string key)
    {
        await using var ims = await ImsTestServer.StartAsync();

        var reply = await ims.CallAsync("SetEventCallback", ("CallbackType", "HTTP"), ("AuthSwitch", "on"), ("AuthKey", key));

        Assert.Equal("400 InvalidParameter", reply.Refusal);
        Assert.Null(ims.State.EventCallback);
    }
}
