namespace FcWorkflowTrigger.Cloud.Resilience;

/// <summary>Spreads repeated calls at random, so that many instances that were refused together do not call again together.</summary>
internal sealed class Jitter(Random random)
{
    private readonly Lock _gate = new();

    /// <returns>0 up to, not including, 1.</returns>
    public double Next()
    {
        lock (_gate)
        {
            return random.NextDouble();
        }
    }
}
