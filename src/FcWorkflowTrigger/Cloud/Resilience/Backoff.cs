namespace FcWorkflowTrigger.Cloud.Resilience;

/// <summary>Waits before the next try. The wait doubles each time, and each wait is half to one and a half of that time, at random.</summary>
internal sealed class Backoff(TimeSpan first, TimeProvider clock, Jitter jitter)
{
    /// <param name="retry">0 for the first.</param>
    /// <param name="asked">The wait that the service asked for, which is used without jitter; null when it did not ask.</param>
    public Task WaitAsync(int retry, TimeSpan? asked, CancellationToken cancellationToken) =>
        Task.Delay(asked ?? (first * Math.Pow(2, retry) * (0.5 + jitter.Next())), clock, cancellationToken);
}
