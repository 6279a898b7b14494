namespace FcWorkflowTrigger.Simulation.Engine;

/// <summary>The single thread and the single clock of a simulation. It runs the action that is due next; no other thread runs code of the schedule.</summary>
/// <remarks>
/// The continuation of an await runs inside the call that completes it, and that call always comes from this loop. A continuation that
/// the runtime moves elsewhere is posted back to the loop. So the seed alone decides the order of all events.
/// </remarks>
internal sealed class EventLoop(Dice dice, Trace trace)
{
    private readonly PriorityQueue<ScheduledAction, (long Due, long Order)> _queue = new();
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private long _order;

    public DateTimeOffset Now { get; private set; } = new(2026, 11, 24, 0, 15, 0, TimeSpan.Zero);

    public Dice Dice { get; } = dice;

    public Trace Trace { get; } = trace;

    public FaultCounts Counts { get; } = new();

    public bool HasMore => _queue.Count > 0;

    /// <summary>The process whose code runs now.</summary>
    public Machine Running
    {
        get => field ?? throw new InvalidOperationException("No process is running.");
        set;
    }

    /// <param name="owner">The process that runs the action. A dead process does not run it; a paused process runs it later. Null: no process, the cloud itself.</param>
    public void After(TimeSpan delay, Machine? owner, Action action)
    {
        if (Environment.CurrentManagedThreadId != _thread)
        {
            throw new InvalidOperationException("Code of the schedule runs on a thread of its own. The same seed would then not give the same schedule.");
        }

        var due = Now.Ticks + delay.Ticks;

        // Actions that are due at the same time run in random order.
        _queue.Enqueue(new(owner, action), (due, ((long)Dice.Below(1 << 16) << 40) | ++_order));
    }

    /// <summary>Runs the next action.</summary>
    /// <returns>False if no action is left.</returns>
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

    private readonly record struct ScheduledAction(Machine? Owner, Action Action);
}
