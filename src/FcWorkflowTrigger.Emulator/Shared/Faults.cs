namespace FcWorkflowTrigger.Emulator.Shared;

/// <summary>The pending faults, in the order of their requests.</summary>
internal sealed class Faults
{
    private readonly Lock _gate = new();
    private readonly List<Fault> _pending = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Raised when a fault takes effect, outside any lock.</summary>
    public event Action<Fault>? Struck;

    /// <summary>Completes when a fault is used up, or when all faults are cleared.</summary>
    public Task Changed
    {
        get
        {
            lock (_gate)
            {
                return _changed.Task;
            }
        }
    }

    public void Add(Fault fault)
    {
        lock (_gate)
        {
            _pending.Add(fault);
        }
    }

    public IReadOnlyList<Fault> Pending
    {
        get
        {
            lock (_gate)
            {
                return [.. _pending];
            }
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _pending.Clear();
            Touch();
        }
    }

    /// <summary>Uses up one occurrence of the first matching fault; null if no fault matches the call.</summary>
    public Fault? Take(string service, string action, string kind, string key = "")
    {
        var taken = TakeFirst(service, action, kind, key);

        if (taken is not null)
        {
            Struck?.Invoke(taken);
        }

        return taken;
    }

    private Fault? TakeFirst(string service, string action, string kind, string key)
    {
        lock (_gate)
        {
            var index = _pending.FindIndex(fault =>
                fault.Service == service
                && fault.Kind == kind
                && (fault.Action == "*" || fault.Action == action)
                && (fault.KeyContains is null || key.Contains(fault.KeyContains, StringComparison.Ordinal)));

            return index < 0 ? null : Use(index);
        }
    }

    private Fault Use(int index)
    {
        var fault = _pending[index];

        if (fault.Times > 1)
        {
            _pending[index] = fault with { Times = fault.Times - 1 };
        }
        else
        {
            _pending.RemoveAt(index);
            Touch();
        }

        return fault;
    }

    private void Touch()
    {
        _changed.SetResult();
        _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
