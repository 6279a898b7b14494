using System.Text;
using FcWorkflowTrigger.Emulator.Fc.Async;

namespace FcWorkflowTrigger.Emulator.Control;

/// <summary>The last asynchronous events that Function Compute has accepted, so that a person can look at one and send it again.</summary>
internal sealed class EventLog
{
    private const int Kept = 1000;

    private readonly Lock _gate = new();
    private readonly Queue<AsyncEvent> _events = new();

    /// <summary>The newest first.</summary>
    public IReadOnlyList<AsyncEvent> Events
    {
        get
        {
            lock (_gate)
            {
                return [.. _events.Reverse()];
            }
        }
    }

    public void Add(AsyncEvent accepted)
    {
        lock (_gate)
        {
            _events.Enqueue(accepted);

            if (_events.Count > Kept)
            {
                _events.Dequeue();
            }
        }
    }

    /// <summary>The body that came with this request; null when it is not kept any more.</summary>
    public string? Find(string requestId) => Events.FirstOrDefault(kept => kept.RequestId == requestId) is { } found ? Encoding.UTF8.GetString(found.Body) : null;

    public void Clear()
    {
        lock (_gate)
        {
            _events.Clear();
        }
    }
}
