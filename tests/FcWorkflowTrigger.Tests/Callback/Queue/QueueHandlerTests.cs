using System.Text;
using FcWorkflowTrigger.Callback.Queue;
using FcWorkflowTrigger.Cloud.Ims.Models;
using FcWorkflowTrigger.Formats;
using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Runs.Start;
using FsCheck.Xunit;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace FcWorkflowTrigger.Tests.Callback.Queue;

public sealed class QueueHandlerTests
{
    private const string Flat = """{"EventType":"WorkflowTaskComplete","TaskId":"0123456789abcdef0123456789abcdef"}""";

    private readonly TestHost _host = new();

    public static TheoryData<string> Envelopes { get; } =
    [
        TestData.Sample("callback-queue.json"),
        TestData.Sample("callback-enveloped.json"),
        Flat,
        $"[{Wrapped("data", Flat)}]",
        Wrapped("data", Wrapped("body", Flat)),
        Wrapped("data", Wrapped("messageBody", Text(Flat))),
        Wrapped("data", Wrapped("MessageBody", Text(Base64(Flat)))),
        Wrapped("data", Text(Base64(Flat))),
        Wrapped("data", Text(Wrapped("requestBody", Text(Base64(Text(Flat)))))),
        $$"""{"TopicName":"t","MessageId":"m","Message":{{Text(Base64(Flat))}}}""",
        Base64(Flat),
    ];

    [Theory]
    [MemberData(nameof(Envelopes))]
    public async Task A_queued_callback_in_any_wrapping_finishes_its_run(string document)
    {
        await _host.DeliverAsync();

        await _host.QueueAsync(document);

        Assert.IsType<WorkflowRun.Finished>(await _host.RunAsync());
    }

    [Fact]
    public async Task A_callback_behind_one_of_a_foreign_task_is_not_lost()
    {
        await _host.DeliverAsync();
        _host.Ims.GetWorkflowTaskAsync(default!, default).ReturnsForAnyArgs(call => new GetWorkflowTaskResponse(
            call.Arg<GetWorkflowTaskRequest>().TaskId == TestData.TaskId
                ? new(TestData.TaskId, "Succeed", UserData.For(TestData.CallbackBase, TestData.RunId, 1, TestData.Capability))
                : new(call.Arg<GetWorkflowTaskRequest>().TaskId, "Succeed", "of another program")));

        await _host.QueueAsync($$"""[{"EventType":"WorkflowTaskComplete","TaskId":"00000000000000000000000000000000"},{{Flat}}]""");

        Assert.IsType<WorkflowRun.Finished>(await _host.RunAsync());
    }

    [Fact]
    public async Task A_task_that_writes_to_a_queue_names_its_run_in_UserData()
    {
        await _host.DeliverAsync();
        _host.TaskIs("Succeed", UserData.ForQueue("ice-callback-runs", TestData.RunId));

        await _host.QueueAsync(Flat);

        Assert.IsType<WorkflowRun.Finished>(await _host.RunAsync());
    }

    [Fact]
    public async Task An_event_of_more_callbacks_than_are_looked_up_is_refused_before_the_first_look_up()
    {
        var messages = Enumerable.Range(0, QueueMessages.MaxCallbacks + 1).Select(number => $$"""{"TaskId":"{{number}}"}""");

        var refused = await Assert.ThrowsAsync<TooManyMessagesException>(() => _host.QueueAsync($"[{string.Join(',', messages)}]"));

        Assert.StartsWith("MESSAGES-TOO-MANY: ", refused.Message, StringComparison.Ordinal);
        Assert.Empty(_host.Ims.ReceivedCalls());
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void A_callback_is_unwrapped_so_often_and_no_more(int beyond, bool isRead)
    {
        var document = TestData.Bytes(Enumerable.Range(0, Wrappings.MaxDepth + beyond).Aggregate(Flat, (inside, _) => Wrapped("data", inside)));

        if (isRead)
        {
            Assert.Single(QueueMessages.Read(document));
        }
        else
        {
            Assert.Throws<MalformedMessageException>(() => QueueMessages.Read(document));
        }
    }

    [Fact]
    public void One_hundred_callbacks_are_the_most_that_one_event_may_hold()
    {
        Assert.Equal(100, QueueMessages.Read(Callbacks(100)).Count);
        Assert.StartsWith("MESSAGES-TOO-MANY: the event holds 101 callbacks, ", Assert.Throws<TooManyMessagesException>(() => QueueMessages.Read(Callbacks(101))).Message, StringComparison.Ordinal);

        static byte[] Callbacks(int count) => TestData.Bytes($"[{string.Join(',', Enumerable.Range(0, count).Select(number => $$"""{"TaskId":"task-{{number}}"}"""))}]");
    }

    [Fact]
    public async Task A_callback_that_an_event_repeats_6500_times_costs_one_look_up()
    {
        await _host.QueueAsync($"[{string.Join(',', Enumerable.Repeat("""{"TaskId":"7"}""", 6500))}]");

        Assert.Single(_host.Ims.ReceivedCalls());
    }

    [Fact]
    public async Task Events_of_other_tasks_are_removed_from_the_queue_and_change_nothing()
    {
        _host.TaskIs("Succeed", "{}");

        await _host.QueueAsync($"[{Wrapped("data", Flat)},{Wrapped("data", """{"EventType":"SnapshotComplete"}""")}]");

        Assert.IsType<WorkflowRun.Unclaimed>(await _host.RunAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("""{"data":"%%%"}""")]
    [InlineData("""{"data":"\ud800"}""")]
    [InlineData("[[[[[[[[[[[[[[[[[{\"TaskId\":\"t\"}]]]]]]]]]]]]]]]]]")]
    public async Task A_message_that_cannot_be_read_fails_the_invocation_so_that_it_is_kept(string document) =>
        await Assert.ThrowsAsync<MalformedMessageException>(() => _host.QueueAsync(document));

    [Fact]
    public async Task When_IMS_does_not_answer_the_message_is_delivered_again()
    {
        await _host.DeliverAsync();
        _host.Ims.GetWorkflowTaskAsync(default!, default).ThrowsAsyncForAnyArgs(new HttpRequestException("reset"));

        var failure = await Assert.ThrowsAsync<RunFailedException>(() => _host.QueueAsync(Flat));

        Assert.IsType<HttpRequestException>(failure.InnerException);
    }

    [Property]
    public void Any_bytes_are_read_or_refused(byte[]? document)
    {
        try
        {
            _ = QueueMessages.Read(document ?? []);
        }
        catch (MalformedMessageException)
        {
            // The only exception that is allowed.
        }
    }

    private static string Wrapped(string name, string json) => $$"""{"specversion":"1.0","{{name}}":{{json}}}""";

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string Text(string json) => System.Text.Json.JsonSerializer.Serialize(json, TestJson.Default.String);
}
