using FcWorkflowTrigger.Cloud.Resilience;
using Microsoft.Extensions.Time.Testing;

namespace FcWorkflowTrigger.Tests.Cloud.Resilience;

public sealed class DeadlineTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void It_is_expired_when_the_time_is_over_and_not_before()
    {
        using var deadline = new Deadline(Limit, _time, default);

        _time.Advance(Limit - TimeSpan.FromTicks(1));
        Assert.False(deadline.IsExpired);

        _time.Advance(TimeSpan.FromTicks(1));
        Assert.True(deadline.IsExpired);
        Assert.True(deadline.Token.IsCancellationRequested);
    }

    [Fact]
    public void A_deadline_that_its_caller_calls_off_is_not_expired()
    {
        using var caller = new CancellationTokenSource();
        using var deadline = new Deadline(Limit, _time, caller.Token);

        caller.Cancel();

        Assert.True(deadline.Token.IsCancellationRequested);
        Assert.False(deadline.IsExpired);
    }

    [Fact]
    public void After_it_is_disposed_of_neither_the_time_nor_the_caller_cancels_anything()
    {
        var isCancelled = false;
        using var caller = new CancellationTokenSource();

        using (var deadline = new Deadline(Limit, _time, caller.Token))
        {
            deadline.Token.Register(() => isCancelled = true);
        }

        caller.Cancel();
        _time.Advance(Limit);

        Assert.False(isCancelled);
    }

    [Fact]
    public void A_caller_that_is_cancelled_already_leaves_no_time()
    {
        using var deadline = new Deadline(Limit, _time, new CancellationToken(canceled: true));

        Assert.True(deadline.Token.IsCancellationRequested);
        Assert.False(deadline.IsExpired);
    }

    [Fact]
    public void It_can_be_disposed_of_twice()
    {
        var deadline = new Deadline(Limit, _time, default);

        deadline.Dispose();
        deadline.Dispose();

        Assert.False(deadline.IsExpired);
    }
}
