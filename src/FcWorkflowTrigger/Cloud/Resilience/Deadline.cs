namespace FcWorkflowTrigger.Cloud.Resilience;

/// <summary>A limit to the time something may take, which its caller may call off earlier.</summary>
/// <remarks>Its token is not to be used once it is disposed of: it may then be another's.</remarks>
internal sealed class Deadline : IDisposable
{
    private readonly CancellationToken _caller;
    private readonly CancellationTokenRegistration _registration;
    private Alarm? _alarm;

    public Deadline(TimeSpan limit, TimeProvider clock, CancellationToken caller)
    {
        _caller = caller;
        _alarm = Alarm.After(limit, clock);
        Token = _alarm.Token;
        _registration = caller.UnsafeRegister(static alarm => ((Alarm)alarm!).Ring(), _alarm);
    }

    /// <summary>Cancelled by whichever comes first.</summary>
    public CancellationToken Token { get; }

    /// <summary>The time is over, and the caller still wants an answer.</summary>
    public bool IsLost => Token.IsCancellationRequested && !_caller.IsCancellationRequested;

    public void Dispose()
    {
        // Waits for a caller who is ringing at this moment.
        _registration.Dispose();
        Interlocked.Exchange(ref _alarm, null)?.Dispose();
    }
}
