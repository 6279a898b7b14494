using FcWorkflowTrigger.Emulator.Control;
using FcWorkflowTrigger.Emulator.Fc.Async;
using FcWorkflowTrigger.Emulator.Fc.Instances;

namespace FcWorkflowTrigger.Emulator.Tests.Control;

public sealed class StoryTests
{
    private static readonly InvocationRecord Answered = new("ingest", "r-1", 2, "event", Ok: true, default, default);

    [Fact]
    public void An_invocation_that_failed_says_why()
    {
        Assert.Equal(("ingest answered, retry 2 (event, request r-1)", false), Tell(Answered));
        Assert.Equal(
            ("ingest failed, retry 2 (event, request r-1): SETTING-CATCH_UP: CATCH_UP holds an entry", true),
            Tell(Answered with { Ok = false, Error = FunctionReply.Crashed("SETTING-CATCH_UP: CATCH_UP holds an entry").Error }));
        Assert.Equal(("ingest failed, retry 2 (event, request r-1)", true), Tell(Answered with { Ok = false, Error = FunctionReply.Crashed("").Error }));
    }

    [Fact]
    public void Only_the_begin_of_a_failure_is_told_and_nothing_of_an_answer()
    {
        Assert.Equal(new string('x', 600), FunctionReply.Crashed(new string('x', 601)).Error);
        Assert.Null(new FunctionReply(200, [], "done"u8.ToArray(), Failed: false).Error);
    }

    private static (string Text, bool IsBad) Tell(InvocationRecord ended)
    {
        var story = new Story(TestData.Clock());
        StoryLine? told = null;
        story.Told += line => told = line;
        story.TellInvocation(ended);
        return (told!.Text, told.IsBad);
    }
}
