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
    public void The_task_is_found_wherever_it_is_named(string body, string? taskId) =>
        Assert.Equal(new CallbackHint(taskId), CallbackHint.Read(Given.Bytes(body)));

    [Fact]
    public void A_task_id_longer_than_any_real_one_is_not_taken() =>
        Assert.Equal(new CallbackHint(null), CallbackHint.Read(Given.Bytes($$"""{"TaskId":"{{new string('a', 65)}}"}""")));

    [Fact]
    public void Deep_nesting_is_refused() =>
        Assert.Null(CallbackHint.Read(Given.Bytes(new string('[', 1000) + new string(']', 1000))));

    [Property]
    public void No_bytes_do_more_than_be_refused(byte[]? body) => _ = CallbackHint.Read(body ?? []);
}
