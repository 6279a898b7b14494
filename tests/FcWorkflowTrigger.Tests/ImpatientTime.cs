namespace FcWorkflowTrigger.Tests;

/// <summary>A clock on which every wait is over at once, so that back-off costs a test nothing; time-outs never strike.</summary>
internal sealed class ImpatientTime(TimeProvider clock) : TimeProvider
{
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(4);

    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        TimeProvider.System.CreateTimer(callback, state, dueTime <= LongestBackoff ? TimeSpan.Zero : Timeout.InfiniteTimeSpan, period);
}
