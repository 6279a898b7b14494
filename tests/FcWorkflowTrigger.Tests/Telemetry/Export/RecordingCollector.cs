using FcWorkflowTrigger.Telemetry.Export;
using FcWorkflowTrigger.Telemetry.Otlp;

namespace FcWorkflowTrigger.Tests.Telemetry.Export;

/// <summary>A collector that remembers what it took, and answers as a test wants.</summary>
internal sealed class RecordingCollector : IOtlpClient
{
    private readonly List<Span> _spans = [];
    private readonly List<Metric> _metrics = [];

    /// <summary>Every span that was taken, with repetitions.</summary>
    public IReadOnlyList<Span> Spans => _spans;

    /// <summary>Every metric that was taken, with repetitions.</summary>
    public IReadOnlyList<Metric> Metrics => _metrics;

    /// <summary>How many requests were made.</summary>
    public int Requests { get; private set; }

    public Func<Task<OtlpReply>> AnswerTraces { get; set; } = () => Task.FromResult<OtlpReply>(OtlpReply.Accepted.Instance);

    public Func<Task<OtlpReply>> AnswerMetrics { get; set; } = () => Task.FromResult<OtlpReply>(OtlpReply.Accepted.Instance);

    public IEnumerable<Span> Runs => _spans.Where(span => span.Name.StartsWith("workflow run", StringComparison.Ordinal));

    public async Task<OtlpReply> SendAsync(ExportTraceServiceRequest traces, CancellationToken cancellationToken)
    {
        Requests++;
        var reply = await AnswerTraces();

        if (reply is OtlpReply.Accepted)
        {
            _spans.AddRange(traces.ResourceSpans.SelectMany(resource => resource.ScopeSpans).SelectMany(scope => scope.Spans));
        }

        return reply;
    }

    public async Task<OtlpReply> SendAsync(ExportMetricsServiceRequest metrics, CancellationToken cancellationToken)
    {
        Requests++;
        var reply = await AnswerMetrics();

        if (reply is OtlpReply.Accepted)
        {
            _metrics.AddRange(metrics.ResourceMetrics.SelectMany(resource => resource.ScopeMetrics).SelectMany(scope => scope.Metrics));
        }

        return reply;
    }

    public static Func<Task<OtlpReply>> Away { get; } = () => Task.FromResult<OtlpReply>(new OtlpReply.Later("answered 503"));
}
