namespace FcWorkflowTrigger.Simulation.Engine;

/// <summary>The whole simulated world's one thread and one clock: what is due next happens next, and nothing happens by itself.</summary>
/// <remarks>
/// Awaits go on inside whatever completes them, which is always this loop; the few that may not are posted back to it. So the order of
/// events, and with it everything, follows from the seed.
/// </remarks>
internal sealed class EventLoop(Dice dice, Trace trace)
{
    private readonly PriorityQueue<Happening, (long Due, long Order)> _queue = new();
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private long _order;

    public DateTimeOffset Now { get; private set; } = new(2026, 11, 24, 0, 15, 0, TimeSpan.Zero);

    public Dice Dice { get; } = dice;

    public Trace Trace { get; } = trace;

    public Tally Tally { get; } = new();

    public bool HasMore => _queue.Count > 0;

    /// <summary>The process whose code runs at the moment.</summary>
    public Machine Running
    {
        get => field ?? throw new InvalidOperationException("No process is running.");
        set;
    }

    /// <param name="owner">Whose process it happens in: a dead one no longer does it, a paused one does it later. Null for the world.</param>
    public void After(TimeSpan delay, Machine? owner, Action action)
    {
        if (Environment.CurrentManagedThreadId != _thread)
        {
            throw new InvalidOperationException("Something of the schedule runs on a thread of its own: the same seed would not tell the same story.");
        }

        var due = Now.Ticks + delay.Ticks;

        // Things due at the same moment happen in any order.
        _queue.Enqueue(new(owner, action), (due, ((long)Dice.Below(1 << 16) << 40) | ++_order));
    }

    /// <summary>Makes the next thing happen.</summary>
    /// <returns>False when nothing is left to happen.</returns>
    public bool Step()
    {
        while (_queue.TryDequeue(out var next, out var when))
        {
            if (next.Owner is { IsAlive: false })
            {
                continue;
            }

            Now = new(Math.Max(when.Due, Now.Ticks), TimeSpan.Zero);

            if (next.Owner is { } machine && machine.PausedUntil > Now)
            {
                After(machine.PausedUntil - Now, machine, next.Action);
                continue;
            }

            if (next.Owner is not null)
            {
                Running = next.Owner;
            }

            next.Action();
            return true;
        }

        return false;
    }

    private readonly record struct Happening(Machine? Owner, Action Action);
}
