using FcWorkflowTrigger.Telemetry.Export;
using FcWorkflowTrigger.Telemetry.Otlp;

namespace FcWorkflowTrigger.Simulation.Mutations;

/// <summary>A client for which every export has arrived, whatever the collector answered.</summary>
internal sealed class TakesEveryAnswer(IOtlpClient inner) : IOtlpClient
{
    public async Task<OtlpReply> SendAsync(ExportTraceServiceRequest traces, CancellationToken cancellationToken)
    {
        await inner.SendAsync(traces, cancellationToken);
        return OtlpReply.Accepted.Instance;
    }

    public async Task<OtlpReply> SendAsync(ExportMetricsServiceRequest metrics, CancellationToken cancellationToken)
    {
        await inner.SendAsync(metrics, cancellationToken);
        return OtlpReply.Accepted.Instance;
    }
}
