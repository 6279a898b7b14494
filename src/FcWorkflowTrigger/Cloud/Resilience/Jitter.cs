namespace FcWorkflowTrigger.Cloud.Resilience;

/// <summary>Spreads repeated calls, so that many instances refused at once do not come back at once.</summary>
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
