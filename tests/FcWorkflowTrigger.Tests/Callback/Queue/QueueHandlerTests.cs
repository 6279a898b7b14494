using System.Text;
using FcWorkflowTrigger.Callback;
using FcWorkflowTrigger.Starting;
using FsCheck.Xunit;
using NSubstitute.ExceptionExtensions;

namespace FcWorkflowTrigger.Tests.Callback.Queue;

public sealed class QueueHandlerTests
{
    private const string Flat = """{"EventType":"WorkflowTaskComplete","TaskId":"0123456789abcdef0123456789abcdef"}""";

    private readonly World _world = new();

    public static TheoryData<string> Envelopes { get; } =
    [
        Given.Sample("callback-queue.json"),
        Given.Sample("callback-enveloped.json"),
        Flat,
        $"[{Wrapped("data", Flat)}]",
        Wrapped("data", Wrapped("body", Flat)),
        Wrapped("data", Wrapped("messageBody", Text(Flat))),
        Wrapped("data", Wrapped("MessageBody", Text(Base64(Flat)))),
        Wrapped("data", Text(Base64(Flat))),
        Wrapped("data", Text(Wrapped("requestBody", Text(Base64(Text(Flat)))))),
    ];

    [Theory]
    [MemberData(nameof(Envelopes))]
    public async Task A_queued_callback_finishes_its_run_however_it_is_wrapped(string document)
    {
        await _world.DeliverAsync();

        await _world.QueueAsync(document);

        Assert.IsType<WorkflowRun.Finished>(await _world.RunAsync());
    }

    [Fact]
    public async Task A_task_told_to_write_to_a_queue_is_known_by_its_UserData()
    {
        await _world.DeliverAsync();
        _world.TaskIs("Succeed", UserData.ForQueue("ice-callback-runs", Given.RunId));

        await _world.QueueAsync(Flat);

        Assert.IsType<WorkflowRun.Finished>(await _world.RunAsync());
    }

    [Fact]
    public async Task Events_of_others_are_taken_off_the_queue_and_change_nothing()
    {
        _world.TaskIs("Succeed", "{}");

        await _world.QueueAsync($"[{Wrapped("data", Flat)},{Wrapped("data", """{"EventType":"SnapshotComplete"}""")}]");

        Assert.IsType<WorkflowRun.Unclaimed>(await _world.RunAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("""{"data":"%%%"}""")]
    [InlineData("""{"data":"\ud800"}""")]
    [InlineData("""{"data":{"data":{"data":{"data":{"data":{"data":{"data":{"TaskId":"t"}}}}}}}}""")]
    public async Task A_message_that_cannot_be_read_fails_so_that_it_is_kept(string document) =>
        await Assert.ThrowsAsync<MalformedMessageException>(() => _world.QueueAsync(document));

    [Fact]
    public async Task When_IMS_cannot_be_asked_the_message_comes_again()
    {
        await _world.DeliverAsync();
        _world.Ims.GetWorkflowTaskAsync(default!, default).ThrowsAsyncForAnyArgs(new HttpRequestException("reset"));

        await Assert.ThrowsAsync<HttpRequestException>(() => _world.QueueAsync(Flat));
    }

    [Property]
    public void No_bytes_do_more_than_be_refused(byte[]? document)
    {
        try
        {
            _ = QueueMessages.Read(document ?? []);
        }
        catch (MalformedMessageException)
        {
            // The one way out.
        }
    }

    private static string Wrapped(string name, string json) => $$"""{"specversion":"1.0","{{name}}":{{json}}}""";

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string Text(string json) => System.Text.Json.JsonSerializer.Serialize(json, TestJson.Default.String);
}
