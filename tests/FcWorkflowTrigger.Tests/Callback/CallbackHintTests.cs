using FcWorkflowTrigger.Callback;
using FsCheck.Xunit;

namespace FcWorkflowTrigger.Tests.Callback;

public sealed class CallbackHintTests
{
    [Theory]
    [InlineData("""{"TaskId":"t"}""", "t")]
    [InlineData("""{"MessageBody":{"TaskId":"t"},"TaskId":"outer"}""", "t")]
    [InlineData("""{"MessageBody":"{\"TaskId\":\"t\"}"}""", "t")]
    [InlineData("""{"MessageBody":{},"TaskId":"outer"}""", "outer")]
    [InlineData("""{"TaskId":42}""", "42")]
    [InlineData("""{"TaskId":null,"Unknown":[1]}""", null)]
    public void The_task_id_is_read_from_each_place_that_may_hold_it(string body, string? taskId) =>
        Assert.Equal(new CallbackHint(taskId), CallbackHint.Read(TestData.Bytes(body)));

    [Theory]
    [InlineData("""{"EventType":"WorkflowTaskComplete"}""", true)]
    [InlineData("""{"MessageBody":{"EventType":"WorkflowTaskComplete"}}""", true)]
    [InlineData("{}", true)]
    [InlineData("""{"EventType":"SnapshotComplete","MessageBody":{"EventType":"WorkflowTaskComplete"}}""", false)]
    public void Events_of_another_kind_are_known_by_their_type(string body, bool isOfTaskEnd) =>
        Assert.Equal(isOfTaskEnd, CallbackHint.Read(TestData.Bytes(body))!.IsTaskEnd);

    [Theory]
    [InlineData("""{"TaskId":"\ud800"}""")]
    [InlineData("""{"MessageBody":"\udc00"}""")]
    [InlineData("""{"MessageBody":"not json"}""")]
    [InlineData("""{"MessageBody":""}""")]
    [InlineData("""{"TaskId":"t"}{"TaskId":"u"}""")]
    [InlineData("\ufeff{}")]
    public void Invalid_texts_and_messages_that_are_not_JSON_are_refused(string body) =>
        Assert.Null(CallbackHint.Read(TestData.Bytes(body)));

    [Fact]
    public void Broken_UTF_8_is_refused() => Assert.Null(CallbackHint.Read((byte[])[.. "{\"TaskId\":\""u8, 0xFF, 0xC0, .. "\"}"u8]));

    [Theory]
    [InlineData("""{"TaskId":"../r/00"}""")]
    [InlineData("""{"TaskId":"a b"}""")]
    [InlineData("""{"TaskId":""}""")]
    [InlineData("""{"TaskId":"good","TaskId":["last one counts"]}""")]
    [InlineData("""{"TaskId":-1.5}""")]
    public void A_text_that_cannot_be_a_task_id_is_ignored(string body) => Assert.Equal(new CallbackHint(null), CallbackHint.Read(TestData.Bytes(body)));

    [Fact]
    public void A_number_of_any_size_is_read_as_its_digits() =>
        Assert.Equal(new CallbackHint(null), CallbackHint.Read(TestData.Bytes($$"""{"TaskId":1{{new string('0', 100_000)}}}""")));

    [Fact]
    public void A_task_id_longer_than_any_real_task_id_is_ignored() =>
        Assert.Equal(new CallbackHint(null), CallbackHint.Read(TestData.Bytes($$"""{"TaskId":"{{new string('a', 65)}}"}""")));

    [Fact]
    public void Deep_nesting_is_refused() =>
        Assert.Null(CallbackHint.Read(TestData.Bytes(new string('[', 1000) + new string(']', 1000))));

    [Property]
    public void Any_bytes_are_read_or_refused(byte[]? body) => _ = CallbackHint.Read(body ?? []);
}
