namespace FcWorkflowTrigger.Simulation.Engine;

/// <summary>The clock of a machine: the simulated time, wrong by a constant. Its timers run as actions of that machine.</summary>
internal sealed class MachineClock(EventLoop loop, Machine machine, TimeSpan skew) : TimeProvider
{
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => loop.Now + skew;

    public override long GetTimestamp() => loop.Now.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(loop, machine, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class Timer(EventLoop loop, Machine machine, TimerCallback callback, object? state) : ITimer
    {
        private int _version;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var version = ++_version;

            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                loop.After(dueTime, machine, () => Fire(version));
            }

            return true;
        }

        public void Dispose() => _version++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Fire(int version)
        {
            if (version == _version)
            {
                callback(state);
            }
        }
    }
}
