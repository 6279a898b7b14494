namespace FcWorkflowTrigger.Services;

/// <summary>A limit to the time something may take, which its caller may call off earlier.</summary>
internal sealed class Patience : IDisposable
{
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _source;
    private readonly CancellationTokenRegistration _registration;

    public Patience(TimeSpan limit, TimeProvider clock, CancellationToken caller)
    {
        _caller = caller;
        _source = new(limit, clock);
        _registration = caller.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);
    }

    /// <summary>Cancelled by whichever comes first.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>The time is over, and the caller still wants an answer.</summary>
    public bool IsLost => _source.IsCancellationRequested && !_caller.IsCancellationRequested;

    public void Dispose()
    {
        _registration.Dispose();
        _source.Dispose();
    }
}
