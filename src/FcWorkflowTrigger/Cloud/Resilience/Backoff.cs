namespace FcWorkflowTrigger.Cloud.Resilience;

/// <summary>How long to wait before the next try: twice as long each time, from half to one and a half of it by chance.</summary>
internal sealed class Backoff(TimeSpan first, TimeProvider clock, Jitter jitter)
{
    /// <param name="retry">0 for the first.</param>
    /// <param name="asked">What the service asked for; it is taken as it is.</param>
    public Task WaitAsync(int retry, TimeSpan? asked, CancellationToken cancellationToken) =>
        Task.Delay(asked ?? (first * Math.Pow(2, retry) * (0.5 + jitter.Next())), clock, cancellationToken);
}
