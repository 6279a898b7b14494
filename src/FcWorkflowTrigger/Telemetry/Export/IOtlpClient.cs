using FcWorkflowTrigger.Telemetry.Otlp;

namespace FcWorkflowTrigger.Telemetry.Export;

/// <summary>Sends messages to a collector. Each call is one request; the next sweep repeats it.</summary>
internal interface IOtlpClient
{
    /// <summary>Sends nothing and succeeds when no address for traces is set.</summary>
    Task<OtlpReply> SendAsync(ExportTraceServiceRequest traces, CancellationToken cancellationToken);

    /// <summary>Sends nothing and succeeds when no address for metrics is set.</summary>
    Task<OtlpReply> SendAsync(ExportMetricsServiceRequest metrics, CancellationToken cancellationToken);
}

/// <summary>What came of one request to the collector.</summary>
internal abstract record OtlpReply
{
    private OtlpReply() { }

    /// <summary>The collector has the message.</summary>
    public sealed record Accepted : OtlpReply
    {
        public static Accepted Instance { get; } = new();
    }

    /// <summary>The collector does not take this message, and would not later (OTLP, "Failures"). It is not sent again.</summary>
    /// <param name="Reason">For the log, without addresses and secrets.</param>
    public sealed record Refused(string Reason) : OtlpReply;

    /// <summary>The collector has not taken the message; it is sent again later.</summary>
    /// <param name="Reason">For the log, without addresses and secrets.</param>
    public sealed record Later(string Reason) : OtlpReply;
}
