namespace FcWorkflowTrigger.Tests;

/// <summary>A time provider whose short waits end at once, so that backoff takes no time in a test. Long timers, such as timeouts, never fire.</summary>
internal sealed class ImmediateTimeProvider(TimeProvider clock) : TimeProvider
{
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(4);

    public override long TimestampFrequency => clock.TimestampFrequency;

    public override long GetTimestamp() => clock.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new Timer(TimeProvider.System.CreateTimer(callback, state, Shortened(dueTime), period));

    private static TimeSpan Shortened(TimeSpan wait) => wait <= LongestBackoff && wait >= TimeSpan.Zero ? TimeSpan.Zero : Timeout.InfiniteTimeSpan;

    private sealed class Timer(ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(Shortened(dueTime), period);

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
