using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace FcWorkflowTrigger.Emulator.Shared;

/// <summary>The time of the emulated cloud: the time of the machine, moved forward by the control routes.</summary>
/// <remarks>The offset is kept with the data. Otherwise a restart would move the time back.</remarks>
internal sealed class EmulatorClock(TimeProvider machine, DataFolder data) : TimeProvider
{
    private const string Kind = "clock";

    // Later than this, the times of the services cannot be computed any more.
    private static readonly TimeSpan MaxOffset = TimeSpan.FromDays(7000 * 365);

    private readonly Lock _gate = new();
    private TimeSpan _offset = Kept(data);
    private readonly Dictionary<object, DueTime> _due = [];
    private TaskCompletionSource _advanced = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return machine.GetUtcNow() + _offset;
        }
    }

    /// <summary>Moves the time forward. Everything that is due by then runs now.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Time never goes back.</exception>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);

        lock (_gate)
        {
            var offset = _offset + by;
            data.Write(Kind, "ticks-ahead", Encoding.ASCII.GetBytes(offset.Ticks.ToString(CultureInfo.InvariantCulture)));
            _offset = offset;
            _advanced.SetResult();
            _advanced = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>What waits for a later time, the next first.</summary>
    public IReadOnlyList<DueTime> Due
    {
        get
        {
            lock (_gate)
            {
                return [.. _due.Values.OrderBy(due => due.At)];
            }
        }
    }

    /// <summary>Completes once emulated time has reached <paramref name="due"/>, by waiting or by <see cref="Advance"/>.</summary>
    /// <param name="what">What happens then, for people; null for what no person waits for.</param>
    public async Task WaitUntilAsync(DateTimeOffset due, CancellationToken cancellationToken, string? what = null)
    {
        var waiter = new object();

        if (what is not null)
        {
            lock (_gate)
            {
                _due[waiter] = new(due, what);
            }
        }

        try
        {
            await WaitAsync(due, cancellationToken);
        }
        finally
        {
            lock (_gate)
            {
                _due.Remove(waiter);
            }
        }
    }

    private async Task WaitAsync(DateTimeOffset due, CancellationToken cancellationToken)
    {
        while (Remaining(due, out var advanced) is var remaining && remaining > TimeSpan.Zero)
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(Task.Delay(remaining, machine, either.Token), advanced);
            await either.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private static TimeSpan Kept(DataFolder data) => data.ReadAll(Kind, Offset).FirstOrDefault() is { } kept ? kept.Value : TimeSpan.Zero;

    private static StrongBox<TimeSpan> Offset(byte[] ticks)
    {
        var offset = new TimeSpan(long.Parse(ticks, NumberStyles.None, CultureInfo.InvariantCulture));
        return offset <= MaxOffset ? new(offset) : throw new FormatException($"It holds more than {MaxOffset.Days} days.");
    }

    private TimeSpan Remaining(DateTimeOffset due, out Task advanced)
    {
        lock (_gate)
        {
            advanced = _advanced.Task;
            return due - (machine.GetUtcNow() + _offset);
        }
    }
}

/// <summary>Something that waits for a time of the cloud.</summary>
/// <param name="What">What happens then, for people.</param>
internal sealed record DueTime(DateTimeOffset At, string What);
