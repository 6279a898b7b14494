using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Runs.Start;

namespace FcWorkflowTrigger.Simulation.Engine;

/// <summary>
/// What is too dear to build for every process of every schedule: the resilience pipelines, one of each a thread. They hold no state of
/// their own; the clock and the chance they use are those of the machine and the schedule under way on the thread.
/// </summary>
internal static class Ambient
{
    [ThreadStatic]
    private static (Retry Retry, StartBackoff Backoff)? _pipelines;

    [ThreadStatic]
    private static EventLoop? _loop;

    public static EventLoop Loop
    {
        get => _loop ?? throw new InvalidOperationException("No schedule is under way on this thread.");
        set => _loop = value;
    }

    public static Retry Retry => Pipelines.Retry;

    public static StartBackoff Backoff => Pipelines.Backoff;

    public static Jitter Jitter { get; } = new(new Chance());

    private static (Retry Retry, StartBackoff Backoff) Pipelines => _pipelines ??= Build();

    private static (Retry Retry, StartBackoff Backoff) Build()
    {
        var clock = new Clock();
        return (new(clock, Jitter), new(new(new("https://callback.invalid"), new([]), null!), clock, Jitter));
    }

    private sealed class Clock : TimeProvider
    {
        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => Loop.Running.Clock.GetUtcNow();

        public override long GetTimestamp() => Loop.Now.Ticks;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = new Timer(callback, state);
            timer.Change(dueTime, period);
            return timer;
        }
    }

    /// <summary>May be set again by another machine, in another schedule: it is always a timer of the one that set it last.</summary>
    private sealed class Timer(TimerCallback callback, object? state) : ITimer
    {
        private ITimer? _timer;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Dispose();
            _timer = dueTime == Timeout.InfiniteTimeSpan ? null : Loop.Running.Clock.CreateTimer(callback, state, dueTime, period);
            return true;
        }

        public void Dispose() => _timer?.Dispose();

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Chance : Random
    {
        public override double NextDouble() => Loop.Dice.Fraction();
    }
}
