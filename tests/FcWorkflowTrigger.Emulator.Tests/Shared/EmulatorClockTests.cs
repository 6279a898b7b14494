namespace FcWorkflowTrigger.Emulator.Tests.Shared;

public sealed class EmulatorClockTests
{
    [Fact]
    public void Time_passes_with_the_machine_and_can_be_advanced()
    {
        var time = TestData.Time();
        var clock = TestData.Clock(time);

        clock.Advance(TimeSpan.FromHours(1));
        time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(TestData.Now.AddMinutes(61), clock.GetUtcNow());
    }

    [Fact]
    public async Task Waits_that_are_due_after_an_advance_complete_at_once()
    {
        var clock = TestData.Clock();
        var waiting = clock.WaitUntilAsync(TestData.Now.AddDays(1), default);

        clock.Advance(TimeSpan.FromHours(23));
        Assert.False(waiting.IsCompleted);
        clock.Advance(TimeSpan.FromHours(1));

        await waiting;
    }

    [Fact]
    public async Task A_wait_ends_with_the_machine_s_own_time_too()
    {
        var time = TestData.Time();
        var waiting = TestData.Clock(time).WaitUntilAsync(TestData.Now.AddSeconds(5), default);

        time.Advance(TimeSpan.FromSeconds(5));

        await waiting;
    }

    [Fact]
    public void Time_never_goes_back() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => TestData.Clock().Advance(TimeSpan.FromSeconds(-1)));

    [Fact]
    public void A_restart_does_not_move_the_time_back()
    {
        using var data = new TemporaryData();
        TestData.Clock(data: data.Open()).Advance(TimeSpan.FromDays(6));

        var next = TestData.Clock(data: data.Open());

        Assert.Equal(TestData.Now.AddDays(6), next.GetUtcNow());
    }
}
