namespace FcWorkflowTrigger.Telemetry.Otlp;

/// <summary>opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest: the body of POST /v1/traces</summary>
internal sealed record ExportTraceServiceRequest(IReadOnlyList<ResourceSpans> ResourceSpans) : IOtlpMessage
{
    public void Write(OtlpWriter to) => to.Messages(1, "resourceSpans", ResourceSpans);
}

/// <summary>opentelemetry.proto.trace.v1.ResourceSpans</summary>
internal sealed record ResourceSpans(Resource Resource, IReadOnlyList<ScopeSpans> ScopeSpans) : IOtlpMessage
{
    public void Write(OtlpWriter to)
    {
        to.Message(1, "resource", Resource);
        to.Messages(2, "scopeSpans", ScopeSpans);
    }
}

/// <summary>opentelemetry.proto.trace.v1.ScopeSpans</summary>
internal sealed record ScopeSpans(InstrumentationScope Scope, IReadOnlyList<Span> Spans) : IOtlpMessage
{
    public void Write(OtlpWriter to)
    {
        to.Message(1, "scope", Scope);
        to.Messages(2, "spans", Spans);
    }
}

/// <summary>opentelemetry.proto.trace.v1.Span</summary>
/// <param name="TraceId">32 hex digits.</param>
/// <param name="SpanId">16 hex digits.</param>
/// <param name="ParentSpanId">Null for the first span of a trace.</param>
/// <param name="StartTimeUnixNano">Nanoseconds since 1970; a text in JSON.</param>
internal sealed record Span(
    string TraceId,
    string SpanId,
    string? ParentSpanId,
    string Name,
    SpanKind Kind,
    ulong StartTimeUnixNano,
    ulong EndTimeUnixNano,
    IReadOnlyList<KeyValue> Attributes,
    IReadOnlyList<SpanLink>? Links = null,
    SpanStatus? Status = null) : IOtlpMessage
{
    public void Write(OtlpWriter to)
    {
        to.Hex(1, "traceId", TraceId);
        to.Hex(2, "spanId", SpanId);
        to.Hex(4, "parentSpanId", ParentSpanId);
        to.Text(5, "name", Name);
        to.Number(6, "kind", (int)Kind);
        to.Fixed(7, "startTimeUnixNano", StartTimeUnixNano);
        to.Fixed(8, "endTimeUnixNano", EndTimeUnixNano);
        to.Messages(9, "attributes", Attributes);
        to.Messages(13, "links", Links);
        to.Message(15, "status", Status);
    }
}

/// <summary>opentelemetry.proto.trace.v1.Span.SpanKind; a number in JSON.</summary>
internal enum SpanKind
{
    /// <summary>An operation inside the application.</summary>
    Internal = 1,

    /// <summary>A call to another service.</summary>
    Client = 3,

    /// <summary>A message is handed to another system.</summary>
    Producer = 4,

    /// <summary>A message of another system is handled.</summary>
    Consumer = 5,
}

/// <summary>opentelemetry.proto.trace.v1.Span.Link</summary>
internal sealed record SpanLink(string TraceId, string SpanId, IReadOnlyList<KeyValue> Attributes) : IOtlpMessage
{
    public void Write(OtlpWriter to)
    {
        to.Hex(1, "traceId", TraceId);
        to.Hex(2, "spanId", SpanId);
        to.Messages(4, "attributes", Attributes);
    }
}

/// <summary>opentelemetry.proto.trace.v1.Status; absent while nothing is wrong.</summary>
internal sealed record SpanStatus(StatusCode Code, string? Message = null) : IOtlpMessage
{
    public void Write(OtlpWriter to)
    {
        to.Text(2, "message", Message);
        to.Number(3, "code", (int)Code);
    }
}

/// <summary>opentelemetry.proto.trace.v1.Status.StatusCode; a number in JSON.</summary>
internal enum StatusCode
{
    /// <summary>The operation failed.</summary>
    Error = 2,
}
