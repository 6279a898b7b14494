using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Tests.Shared;

public sealed class FaultTests
{
    [Fact]
    public void A_fault_occurs_the_requested_number_of_times_at_the_requested_place()
    {
        var faults = new Faults();
        faults.Add(TestData.Fault("ims", "StartWorkflow", "fail") with { Times = 2, KeyContains = "beach" });

        Assert.Null(faults.Take("ims", "StartWorkflow", "fail", "uploads/forest.mp4"));
        Assert.Null(faults.Take("ims", "GetMediaInfo", "fail", "uploads/beach.mp4"));
        Assert.Null(faults.Take("ims", "StartWorkflow", "delay", "uploads/beach.mp4"));
        Assert.NotNull(faults.Take("ims", "StartWorkflow", "fail", "uploads/beach.mp4"));
        Assert.NotNull(faults.Take("ims", "StartWorkflow", "fail", "uploads/beach.mp4"));
        Assert.Null(faults.Take("ims", "StartWorkflow", "fail", "uploads/beach.mp4"));
    }

    [Fact]
    public void A_fault_requested_once_occurs_in_one_of_many_simultaneous_calls()
    {
        var faults = new Faults();
        faults.Add(TestData.Fault("oss", "*", "drop-reply"));

        var taken = Enumerable.Range(0, 64).AsParallel().WithDegreeOfParallelism(8).Count(_ => faults.Take("oss", "PutObject", "drop-reply") is not null);

        Assert.Equal(1, taken);
    }

    [Theory]
    [InlineData("oss", "PutObject", "drop-request")]
    [InlineData("ims", "StartWorkflow", "fail")]
    [InlineData("fc", "*", "duplicate")]
    [InlineData("callback", "WorkflowTaskComplete", "lose")]
    public void A_possible_fault_is_accepted(string service, string action, string kind) => Assert.Null(TestData.Fault(service, action, kind).Problem);

    [Theory]
    [InlineData("sls", "*", "fail", "There is no service 'sls'. Use one of: oss, ims, fc, callback.")]
    [InlineData("ims", "*", "lose", "Faults of 'ims' have no kind 'lose'. Use one of: fail, drop-request, drop-reply, delay.")]
    [InlineData("callback", "*", "fail", "Faults of 'callback' have no kind 'fail'. Use one of: delay, duplicate, lose.")]
    [InlineData("oss", "", "fail", "The action is empty. Name an API action, a function or an event type, or give '*'.")]
    [InlineData("oss", "*", "delay", "A delay needs delayMilliseconds of 1 or more.")]
    public void An_impossible_fault_is_refused_with_what_to_send_instead(string service, string action, string kind, string problem) =>
        Assert.Equal(problem, TestData.Fault(service, action, kind).Problem);

    [Fact]
    public void A_seed_repeats_which_calls_a_probable_fault_strikes()
    {
        var one = Strikes(seed: 7);

        Assert.Equal(one, Strikes(seed: 7));
        Assert.NotEqual(one, Strikes(seed: 8));
        Assert.InRange(one.Count(isStruck => isStruck), 30, 70);
    }

    [Fact]
    public void A_probable_fault_without_a_seed_shows_the_one_it_has_drawn() =>
        Assert.NotNull(new Faults().Add(TestData.Fault("ims", "*", "fail") with { Probability = 50 }).Seed);

    [Fact]
    public void A_fault_that_does_not_strike_leaves_the_call_to_the_next()
    {
        var faults = new Faults();
        faults.Add(TestData.Fault("ims", "*", "fail") with { Probability = 1, Seed = 7, Times = 1000 });
        faults.Add(TestData.Fault("ims", "*", "fail") with { Code = "second" });

        Assert.Equal("second", faults.Take("ims", "StartWorkflow", "fail")?.Code);
    }

    [Fact]
    public void Meaningless_numbers_are_refused()
    {
        var fault = TestData.Fault("ims", "*", "fail");

        Assert.StartsWith("times is 0.", (fault with { Times = 0 }).Problem, StringComparison.Ordinal);
        Assert.StartsWith("probability is 0.", (fault with { Probability = 0 }).Problem, StringComparison.Ordinal);
        Assert.StartsWith("probability is 101.", (fault with { Probability = 101 }).Problem, StringComparison.Ordinal);
        Assert.StartsWith("status is 200.", (fault with { Status = 200 }).Problem, StringComparison.Ordinal);
        Assert.StartsWith("retryAfterMilliseconds is -1.", (fault with { RetryAfterMilliseconds = -1 }).Problem, StringComparison.Ordinal);
    }

    private static bool[] Strikes(int seed)
    {
        var faults = new Faults();
        faults.Add(TestData.Fault("ims", "*", "fail") with { Probability = 50, Seed = seed, Times = 1000 });
        return [.. Enumerable.Range(0, 100).Select(_ => faults.Take("ims", "StartWorkflow", "fail") is not null)];
    }
}
