namespace FcWorkflowTrigger.Cloud.Resilience;

/// <summary>Limits the time that a call may take. Its caller may cancel it earlier.</summary>
internal sealed class Deadline : IDisposable
{
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _source;
    private readonly CancellationTokenRegistration _registration;

    public Deadline(TimeSpan limit, TimeProvider clock, CancellationToken caller)
    {
        _caller = caller;
        _source = new(limit, clock);
        Token = _source.Token;
        _registration = caller.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);
    }

    /// <summary>Cancelled when the time is over or the caller cancels.</summary>
    public CancellationToken Token { get; }

    /// <summary>The time is over, and the caller has not cancelled.</summary>
    public bool IsExpired => Token.IsCancellationRequested && !_caller.IsCancellationRequested;

    public void Dispose()
    {
        // Disposed first, because this waits for a caller that is cancelling at this moment.
        _registration.Dispose();
        _source.Dispose();
    }
}
