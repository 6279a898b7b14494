using FcWorkflowTrigger.Operations.Diagnosing.Checks;
using FcWorkflowTrigger.Reconcile.CatchingUp;

namespace FcWorkflowTrigger.Tests.Cli.Diagnosing;

public sealed class CatchUpCheckTests
{
    private static readonly CatchUpPlace Place = new("media-in", "uploads/", TimeSpan.FromHours(2));

    [Fact]
    public void A_place_is_in_time_while_half_of_its_time_is_left()
    {
        var cursor = CatchUpCursor.Begin(Place);

        Assert.Equal("no round through oss://media-in/uploads/ has ended yet.", Find(cursor));
        Assert.Null(Find(cursor with { Through = TestData.Now.AddMinutes(-60) }));
        Assert.Equal("oss://media-in/uploads/ was looked at until 1 h 1 min ago, and CATCH_UP reaches back 2h.", Find(cursor with { Through = TestData.Now.AddMinutes(-61) }));
    }

    [Fact]
    public void Objects_that_could_not_be_looked_at_are_counted()
    {
        var seen = CatchUpCursor.Begin(Place) with { Through = TestData.Now };
        var failed = new FailedObject("uploads/a.mp4", TestData.Now);

        Assert.Equal("1 object of oss://media-in/uploads/ could not be looked at.", Find(seen with { Failed = [failed] }));
        Assert.Equal("2 objects of oss://media-in/uploads/ could not be looked at.", Find(seen with { Failed = [failed, failed] }));
    }

    private static string? Find(CatchUpCursor cursor) => FunctionChecks.FindProblem(Place, cursor, TestData.Now);
}
