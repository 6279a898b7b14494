using FcWorkflowTrigger.Cloud.Http;

namespace FcWorkflowTrigger.Cloud;

/// <summary>The time of the cloud: the clock of this machine, corrected by the <c>Date</c> of every reply, because the services check signatures by their own time.</summary>
internal sealed class CloudClock(TimeProvider machine) : TimeProvider
{
    // A Date header is cut to the second, and the reply takes time to arrive. A smaller difference is not corrected.
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(2);

    private long _offsetTicks;

    public override long TimestampFrequency => machine.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => machine.GetUtcNow().AddTicks(Interlocked.Read(ref _offsetTicks));

    public override long GetTimestamp() => machine.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        machine.CreateTimer(callback, state, dueTime, period);

    /// <summary>Corrects the clock by the time of a service.</summary>
    public void Learn(HttpResponseMessage reply)
    {
        if (reply.Time("Date") is { } service)
        {
            Learn(service);
        }
    }

    public void Learn(DateTimeOffset service)
    {
        if ((service - GetUtcNow()).Duration() > Tolerance)
        {
            Interlocked.Exchange(ref _offsetTicks, (service - machine.GetUtcNow()).Ticks);
        }
    }
}
