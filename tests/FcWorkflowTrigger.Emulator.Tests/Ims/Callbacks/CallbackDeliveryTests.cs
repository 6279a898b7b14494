using System.Net;
using System.Text.Json.Nodes;
using FcWorkflowTrigger.Emulator.Ims.Callbacks;

namespace FcWorkflowTrigger.Emulator.Tests.Ims.Callbacks;

public sealed class CallbackDeliveryTests
{
    private const string Own = "http://127.0.0.1:1/callbacks/run?s=secret";
    private const string Global = "http://127.0.0.1:1/global";
    private const string Key = "TestKey001";

    [Theory]
    [InlineData("Enveloped")]
    [InlineData("Flat")]
    [InlineData("Text")]
    public async Task The_callback_of_a_task_has_the_configured_form(string form)
    {
        await using var ims = await ImsTestServer.StartAsync(options: new(Enum.Parse<CallbackBody>(form)));
        var task = await StartAsync(ims);

        ims.Clock.Advance(TimeSpan.FromMinutes(1));
        var body = (await ims.Receiver.NextAsync()).Body;

        Assert.Equal("WorkflowTaskComplete", (string?)body["EventType"]);
        Assert.Equal((task, "Succeed"), ((string?)Message(body)["TaskId"], (string?)Message(body)["Status"]));
    }

    [Fact]
    public async Task An_answer_other_than_200_is_tried_three_times_and_then_never_again()
    {
        await using var ims = await ImsTestServer.StartAsync(time: new AutoAdvancingTimeProvider());
        ims.Receiver.Answer = HttpStatusCode.NoContent;

        var task = await StartAsync(ims);
        await NotifiedAsync(ims, task);

        Assert.Equal([(204, 1), (204, 2), (204, 3)], ims.State.FindTask(task)!.Callbacks.Select(attempt => (attempt.Status!.Value, attempt.Attempt)));
        Assert.All(ims.State.FindTask(task)!.Callbacks, attempt => Assert.DoesNotContain("secret", attempt.Url, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Configured", "on", false, true)]
    [InlineData("Configured", "off", false, false)]
    [InlineData("Always", "off", true, true)]
    [InlineData("Never", "on", false, false)]
    public async Task The_signing_of_each_callback_is_configurable(string signing, string authSwitch, bool ownSigned, bool globalSigned)
    {
        await using var ims = await ImsTestServer.StartAsync(options: new(Signing: Enum.Parse<CallbackSigning>(signing)));
        await ims.CallAsync(
            "SetEventCallback",
            ("CallbackType", "HTTP"), ("CallbackURL", Global), ("EventTypeList", "WorkflowTaskComplete"), ("AuthSwitch", authSwitch), ("AuthKey", Key));
        await StartAsync(ims);

        ims.Clock.Advance(TimeSpan.FromMinutes(1));
        var (own, global) = (await ims.Receiver.NextAsync(), await ims.Receiver.NextAsync());

        Assert.Equal((Own, ownSigned), (own.Url, own.Signature is not null));
        Assert.Equal((Global, globalSigned), (global.Url, global.Signature is not null));
        Assert.True(global.Signature is null || global.Signature == CallbackSignature.Compute(Global, Seconds(global.Timestamp!), Key));
    }

    [Theory]
    [InlineData("lose", 0)]
    [InlineData("duplicate", 2)]
    public async Task A_callback_can_be_lost_or_come_twice(string kind, int count)
    {
        await using var ims = await ImsTestServer.StartAsync();
        ims.Faults.Add(TestData.Fault("callback", "WorkflowTaskComplete", kind));
        var task = await StartAsync(ims);

        ims.Clock.Advance(TimeSpan.FromMinutes(1));
        await NotifiedAsync(ims, task);

        Assert.Equal(count, ims.State.FindTask(task)!.Callbacks.Count);
    }

    [Theory]
    [InlineData("uploads/a.mp4", "Success")]
    [InlineData("uploads/missing.mp4", "Fail")]
    public async Task The_end_of_a_registration_is_sent_to_the_NotifyAddress(string key, string status)
    {
        await using var ims = await ImsTestServer.StartAsync();
        var reply = await ims.CallAsync("RegisterMediaInfo", ("InputURL", $"oss://media-in/{key}"), ("UserData", $$"""{"NotifyAddress":"{{Own}}"}"""));

        ims.Clock.Advance(TimeSpan.FromMinutes(1));
        var body = (await ims.Receiver.NextAsync()).Body;

        Assert.Equal("RegisterMediaComplete", (string?)body["EventType"]);
        Assert.Equal((reply["MediaId"], status), ((string?)Message(body)["MediaId"], (string?)Message(body)["Status"]));
    }

    [Fact]
    public async Task The_callback_of_a_task_that_ended_while_the_emulator_was_down_is_sent_after_the_restart()
    {
        using var data = new TemporaryData();

        await using (var first = await ImsTestServer.StartAsync(data.Open()))
        {
            await StartAsync(first);
        }

        await using var second = await ImsTestServer.StartAsync(data.Open());
        second.Clock.Advance(TimeSpan.FromDays(1));
        second.Context.Runner.Resume();

        Assert.Equal(Own, (await second.Receiver.NextAsync()).Url);
    }

    private static async Task<string> StartAsync(ImsTestServer ims) => (await ims.CallAsync(
        "StartWorkflow",
        ("WorkflowId", ImsTestServer.Workflow),
        ("TaskInput", """{"Type":"OSS","Media":"oss://media-in/uploads/a.mp4"}"""),
        ("UserData", $$"""{"NotifyAddress":"{{Own}}"}""")))["TaskId"]!;

    private static long Seconds(string timestamp) => long.Parse(timestamp, System.Globalization.CultureInfo.InvariantCulture);

    private static async Task NotifiedAsync(ImsTestServer ims, string task)
    {
        while (ims.State.Changed is var changed && !ims.State.FindTask(task)!.Notified)
        {
            await changed.WaitAsync(TimeSpan.FromSeconds(30));
        }
    }

    private static JsonObject Message(JsonObject body) => body["MessageBody"] switch
    {
        JsonObject message => message,
        JsonValue text => JsonNode.Parse(text.GetValue<string>())!.AsObject(),
        _ => body,
    };
}
