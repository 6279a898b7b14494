namespace FcWorkflowTrigger.Tests;

/// <summary>A clock on which every wait is over at once, so that back-off costs a test nothing; time-outs never strike.</summary>
internal sealed class ImpatientTime(TimeProvider clock) : TimeProvider
{
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(4);

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
