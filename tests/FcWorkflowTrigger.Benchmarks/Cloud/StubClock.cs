namespace FcWorkflowTrigger.Benchmarks.Cloud;

/// <summary>The time of the cloud. The callers follow it. A measurement can move it forward.</summary>
internal sealed class StubClock
{
    private TimeSpan _ahead;

    public bool IsAhead => _ahead > TimeSpan.Zero;

    public DateTimeOffset Now => TimeProvider.System.GetUtcNow() + _ahead;

    public void Advance(TimeSpan by) => _ahead += by;
}
