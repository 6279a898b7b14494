using FcWorkflowTrigger.Cloud;
using Microsoft.Extensions.Time.Testing;

namespace FcWorkflowTrigger.Tests.Cloud;

/// <summary>Only the time of day is corrected by what the services say; waits and measured times are the machine's.</summary>
public sealed class CloudClockTests
{
    private readonly FakeTimeProvider _machine = new(TestData.Now);
    private readonly CloudClock _clock;

    public CloudClockTests() => _clock = new(_machine);

    [Theory]
    [InlineData(2.0, 0.0)]
    [InlineData(-2.0, 0.0)]
    [InlineData(2.1, 2.1)]
    [InlineData(-2.1, -2.1)]
    [InlineData(900.0, 900.0)]
    public void A_difference_of_more_than_two_seconds_is_corrected_and_a_smaller_one_is_not(double ahead, double corrected)
    {
        _clock.Learn(TestData.Now.AddSeconds(ahead));

        Assert.Equal(TestData.Now.AddSeconds(corrected), _clock.GetUtcNow());
    }

    [Fact]
    public void A_reply_whose_date_is_missing_or_unreadable_corrects_nothing()
    {
        using var without = new HttpResponseMessage();
        using var unreadable = new HttpResponseMessage();
        unreadable.Headers.TryAddWithoutValidation("Date", "yesterday");

        _clock.Learn(without);
        _clock.Learn(unreadable);

        Assert.Equal(TestData.Now, _clock.GetUtcNow());
    }

    [Fact]
    public void Timers_and_measured_times_are_those_of_the_machine()
    {
        var rang = 0;
        var begin = _clock.GetTimestamp();
        using var timer = _clock.CreateTimer(_ => rang++, null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));

        _clock.Learn(TestData.Now.AddDays(1));
        Assert.Equal((0, TimeSpan.Zero), (rang, _clock.GetElapsedTime(begin)));

        _machine.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal((2, TimeSpan.FromSeconds(2)), (rang, _clock.GetElapsedTime(begin)));
        Assert.Equal(TestData.Now.AddDays(1).AddSeconds(2), _clock.GetUtcNow());
    }
}
