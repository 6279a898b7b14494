namespace FcWorkflowTrigger.Benchmarks.Cloud;

/// <summary>The cloud's time, which its callers follow; it can be put forward.</summary>
internal sealed class StubClock
{
    private TimeSpan _ahead;

    public bool IsAhead => _ahead > TimeSpan.Zero;

    public DateTimeOffset Now => TimeProvider.System.GetUtcNow() + _ahead;

    public void Advance(TimeSpan by) => _ahead += by;
}
