namespace FcWorkflowTrigger.Operations.Diagnosing.Reading;

/// <summary>The time as it was a while ago.</summary>
internal sealed class EarlierTime(TimeProvider now, TimeSpan ago) : TimeProvider
{
    public override long TimestampFrequency => now.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => now.GetUtcNow() - ago;

    public override long GetTimestamp() => now.GetTimestamp();
}
