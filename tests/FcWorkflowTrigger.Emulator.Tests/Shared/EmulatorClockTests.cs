namespace FcWorkflowTrigger.Emulator.Tests.Shared;

public sealed class EmulatorClockTests
{
    [Fact]
    public void Time_passes_with_the_machine_and_is_moved_on_from_there()
    {
        var time = Given.Time();
        var clock = Given.Clock(time);

        clock.Advance(TimeSpan.FromHours(1));
        time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(Given.Now.AddMinutes(61), clock.GetUtcNow());
    }

    [Fact]
    public async Task Whatever_falls_due_by_moving_the_clock_happens_at_once()
    {
        var clock = Given.Clock();
        var waiting = clock.WaitUntilAsync(Given.Now.AddDays(1), default);

        clock.Advance(TimeSpan.FromHours(23));
        Assert.False(waiting.IsCompleted);
        clock.Advance(TimeSpan.FromHours(1));

        await waiting;
    }

    [Fact]
    public async Task A_wait_ends_with_the_machine_s_own_time_too()
    {
        var time = Given.Time();
        var waiting = Given.Clock(time).WaitUntilAsync(Given.Now.AddSeconds(5), default);

        time.Advance(TimeSpan.FromSeconds(5));

        await waiting;
    }

    [Fact]
    public void Time_never_goes_back() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Given.Clock().Advance(TimeSpan.FromSeconds(-1)));

    [Fact]
    public void A_restart_takes_nobody_back_in_time()
    {
        using var data = new TemporaryData();
        Given.Clock(data: data.Open()).Advance(TimeSpan.FromDays(6));

        var next = Given.Clock(data: data.Open());

        Assert.Equal(Given.Now.AddDays(6), next.GetUtcNow());
    }
}
