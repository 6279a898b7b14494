using FcWorkflowTrigger.Emulator.Ims.Callbacks;

namespace FcWorkflowTrigger.Emulator.Control;

/// <summary>The last callbacks that IMS has sent, so that a person can look at one and send it again.</summary>
internal sealed class CallbackLog
{
    private const int Kept = 500;

    private readonly Lock _gate = new();
    private readonly Queue<(int Id, SentCallback Sent)> _callbacks = new();
    private int _last;

    /// <summary>The newest first.</summary>
    public IReadOnlyList<(int Id, SentCallback Sent)> Callbacks
    {
        get
        {
            lock (_gate)
            {
                return [.. _callbacks.Reverse()];
            }
        }
    }

    public void Add(SentCallback sent)
    {
        lock (_gate)
        {
            _callbacks.Enqueue((++_last, sent));

            if (_callbacks.Count > Kept)
            {
                _callbacks.Dequeue();
            }
        }
    }

    public CallbackMessage? Find(int id) => Callbacks.FirstOrDefault(callback => callback.Id == id).Sent?.Message;

    public void Clear()
    {
        lock (_gate)
        {
            _callbacks.Clear();
        }
    }
}
