namespace FcWorkflowTrigger.Telemetry.Traces;

/// <summary>Times as OpenTelemetry writes them.</summary>
internal static class UnixNano
{
    /// <returns>Nanoseconds since 1970; zero for a time before.</returns>
    public static ulong From(DateTimeOffset at) =>
        at > DateTimeOffset.UnixEpoch ? (ulong)(at - DateTimeOffset.UnixEpoch).Ticks * (ulong)TimeSpan.NanosecondsPerTick : 0;
}
