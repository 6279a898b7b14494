using FcWorkflowTrigger.Cloud.Resilience;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;

namespace FcWorkflowTrigger.Tests.Cloud.Resilience;

/// <summary>The tokens are used again, and nobody may notice.</summary>
public sealed class DeadlineTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void It_is_lost_when_the_time_is_over_and_not_before()
    {
        using var deadline = new Deadline(Limit, _time, default);

        _time.Advance(Limit - TimeSpan.FromTicks(1));
        Assert.False(deadline.IsLost);

        _time.Advance(TimeSpan.FromTicks(1));
        Assert.True(deadline.IsLost);
        Assert.True(deadline.Token.IsCancellationRequested);
    }

    [Fact]
    public void A_caller_who_calls_it_off_has_not_lost_it()
    {
        using var caller = new CancellationTokenSource();
        using var deadline = new Deadline(Limit, _time, caller.Token);

        caller.Cancel();

        Assert.True(deadline.Token.IsCancellationRequested);
        Assert.False(deadline.IsLost);
    }

    [Fact]
    public void The_next_one_has_all_its_time_and_only_its_own_caller()
    {
        using var caller = new CancellationTokenSource();

        for (var turn = 0; turn < 3; turn++)
        {
            new Deadline(Limit, _time, caller.Token).Dispose();
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        using var next = new Deadline(Limit, _time, default);
        caller.Cancel();
        _time.Advance(Limit - TimeSpan.FromTicks(1));

        Assert.False(next.Token.IsCancellationRequested);
    }

    [Fact]
    public void What_an_earlier_user_left_registered_is_not_called_by_a_later_one()
    {
        var called = false;

        using (var earlier = new Deadline(Limit, _time, default))
        {
            earlier.Token.Register(() => called = true);
        }

        using var later = new Deadline(Limit, _time, default);
        _time.Advance(Limit);

        Assert.True(later.IsLost);
        Assert.False(called);
    }

    [Theory]
    [InlineData(2.4, true)]
    [InlineData(2.5, false)]
    public void A_timer_that_may_still_strike_is_not_handed_on(double seconds, bool isHandedOn)
    {
        var (time, first) = (new LateTime(), CancellationToken.None);

        using (var deadline = new Deadline(Limit, time, default))
        {
            first = deadline.Token;
            time.Advance(TimeSpan.FromSeconds(seconds));
        }

        using var next = new Deadline(Limit, time, default);
        Assert.Equal(isHandedOn, next.Token == first);

        time.StrikeFirst();
        Assert.Equal(isHandedOn, next.IsLost);
    }

    [Fact]
    public void Disposing_of_it_twice_hands_it_on_once()
    {
        var twice = new Deadline(Limit, _time, default);
        twice.Dispose();
        twice.Dispose();

        using var one = new Deadline(Limit, _time, default);
        using var other = new Deadline(Limit, _time, default);

        Assert.NotEqual(one.Token, other.Token);
    }

    /// <summary>Its timers strike when they are told to, whatever they were set to.</summary>
    private sealed class LateTime : FakeTimeProvider
    {
        private readonly List<Action> _strikes = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _strikes.Add(() => callback(state));
            return Substitute.For<ITimer>();
        }

        public void StrikeFirst() => _strikes[0]();
    }
}
