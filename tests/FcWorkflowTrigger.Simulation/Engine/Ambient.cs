using FcWorkflowTrigger.Cloud.Resilience;
using FcWorkflowTrigger.Runs.Start;

namespace FcWorkflowTrigger.Simulation.Engine;

/// <summary>
/// The resilience pipelines, one of each per thread, because building them for every process of every schedule costs too much time. They
/// have no state of their own. They use the clock of the running machine and the dice of the schedule that runs on the thread.
/// </summary>
internal static class Ambient
{
    [ThreadStatic]
    private static (Retry Retry, StartBackoff Backoff)? _pipelines;

    [ThreadStatic]
    private static EventLoop? _loop;

    public static EventLoop Loop
    {
        get => _loop ?? throw new InvalidOperationException("No schedule runs on this thread.");
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

    /// <summary>Another machine in another schedule can set the timer again. The timer belongs to the machine that has set it last.</summary>
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
