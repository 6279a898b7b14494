namespace FcWorkflowTrigger.Cloud.Resilience;

/// <summary>A limit to the time something may take, which its caller may call off earlier.</summary>
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

    /// <summary>Cancelled when the time is over or the caller calls it off, whichever comes first.</summary>
    public CancellationToken Token { get; }

    /// <summary>The time is over, and the caller still wants an answer.</summary>
    public bool IsExpired => Token.IsCancellationRequested && !_caller.IsCancellationRequested;

    public void Dispose()
    {
        // First, because it waits for a caller that is cancelling at this moment.
        _registration.Dispose();
        _source.Dispose();
    }
}
