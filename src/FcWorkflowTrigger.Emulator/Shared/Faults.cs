using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace FcWorkflowTrigger.Emulator.Shared;

/// <summary>The pending faults, in the order of their requests.</summary>
internal sealed class Faults
{
    private readonly Lock _gate = new();
    private readonly List<(Fault Fault, Random Dice)> _pending = [];
    private int _last;
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

    /// <returns>The fault with its id, and with a seed when it needs one.</returns>
    public Fault Add(Fault fault)
    {
        lock (_gate)
        {
            var seed = fault.Seed ?? (fault.Probability < 100 ? RandomNumberGenerator.GetInt32(int.MaxValue) : null);
            var added = fault with { Id = ++_last, Seed = seed };
            _pending.Add((added, CreateDice(seed)));
            return added;
        }
    }

    /// <returns>False when no such fault is pending.</returns>
    public bool Remove(int id)
    {
        lock (_gate)
        {
            var removed = _pending.RemoveAll(pending => pending.Fault.Id == id) > 0;

            if (removed)
            {
                Touch();
            }

            return removed;
        }
    }

    public IReadOnlyList<Fault> Pending
    {
        get
        {
            lock (_gate)
            {
                return [.. _pending.Select(pending => pending.Fault)];
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
            var index = _pending.FindIndex(pending =>
                pending.Fault.Service == service
                && pending.Fault.Kind == kind
                && (pending.Fault.Action == "*" || pending.Fault.Action == action)
                && (pending.Fault.KeyContains is null || key.Contains(pending.Fault.KeyContains, StringComparison.Ordinal))
                && (pending.Fault.Probability >= 100 || pending.Dice.Next(100) < pending.Fault.Probability));

            return index < 0 ? null : Use(index);
        }
    }

    private Fault Use(int index)
    {
        var (fault, dice) = _pending[index];

        if (fault.Times > 1)
        {
            _pending[index] = (fault with { Times = fault.Times - 1 }, dice);
        }
        else
        {
            _pending.RemoveAt(index);
            Touch();
        }

        return fault;
    }

    [SuppressMessage("Security", "CA5394", Justification = "The dice of a test must be repeatable, not secret.")]
    private static Random CreateDice(int? seed) => new(seed ?? 0);

    private void Touch()
    {
        _changed.SetResult();
        _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
