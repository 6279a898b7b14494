using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace FcWorkflowTrigger.Cloud.Resilience;

/// <summary>A token that is cancelled after a time. Every call to a service needs one, so one that never rang is used again.</summary>
internal sealed class Alarm : IDisposable
{
    private static readonly ConditionalWeakTable<TimeProvider, ConcurrentQueue<Alarm>> SpareOf = [];

    private readonly ConcurrentQueue<Alarm> _spare;
    private readonly TimeProvider _clock;
    private readonly ITimer _timer;

    // Never disposed of, as it holds nothing: a timer that is too late may still cancel it, in vain.
    private readonly CancellationTokenSource _source = new();

    private long _begin;
    private TimeSpan _time;

    private Alarm(TimeProvider clock, ConcurrentQueue<Alarm> spare)
    {
        (_clock, _spare) = (clock, spare);

        // It outlives the invocation it is made in, and must not keep what that holds.
        using var apart = ExecutionContext.SuppressFlow();
        _timer = clock.CreateTimer(static alarm => ((Alarm)alarm!).Ring(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public CancellationToken Token => _source.Token;

    public static Alarm After(TimeSpan time, TimeProvider clock)
    {
        var spare = SpareOf.GetOrAdd(clock, static _ => new());
        var alarm = spare.TryDequeue(out var kept) ? kept : new(clock, spare);
        alarm._begin = clock.GetTimestamp();
        alarm._time = time;
        alarm._timer.Change(time, Timeout.InfiniteTimeSpan);
        return alarm;
    }

    public void Ring() => _source.Cancel();

    /// <summary>To be called once, when nothing can ring it any more but its own timer.</summary>
    public void Dispose()
    {
        _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        // Near its end the timer may have struck without having rung yet, and would then ring for whoever has it next.
        if (_clock.GetElapsedTime(_begin) < _time / 2 && _source.TryReset())
        {
            _spare.Enqueue(this);
        }
        else
        {
            _timer.Dispose();
        }
    }
}
