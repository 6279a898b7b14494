using FcWorkflowTrigger.Runs;
using FcWorkflowTrigger.Telemetry.Otlp;

namespace FcWorkflowTrigger.Telemetry.Traces;

/// <summary>Creates the spans of one run's trace.</summary>
internal sealed class SpanFactory(RunTrace trace)
{
    /// <param name="part">As <see cref="RunTrace.SpanId"/>.</param>
    /// <param name="parent">The part that the span lies in; null for the span of the run.</param>
    /// <param name="end">Null for a span that nothing ended badly.</param>
    public Span Create(
        string part, string? parent, string name, SpanKind kind, DateTimeOffset from, DateTimeOffset to, RunEnd? end, IReadOnlyList<KeyValue> attributes, IReadOnlyList<SpanLink>? links = null) =>
        new(
            trace.TraceId,
            trace.SpanId(part),
            parent is null ? trace.Parent?.SpanId : trace.SpanId(parent),
            name,
            kind,
            UnixNano.From(from),
            // Two machines' clocks may be apart; a span that ends before it begins would be refused.
            UnixNano.From(to > from ? to : from),
            end?.ErrorType is { } error ? [.. attributes, new(Attributes.ErrorType, AnyValue.From(error))] : attributes,
            links,
            end is { IsFailure: true } ? new(StatusCode.Error, end.Detail) : null);
}
