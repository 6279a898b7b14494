namespace FcWorkflowTrigger.Telemetry.Otlp;

/// <summary>opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest: the body of POST /v1/metrics</summary>
internal sealed record ExportMetricsServiceRequest(IReadOnlyList<ResourceMetrics> ResourceMetrics) : IOtlpMessage
{
    public void Write(OtlpWriter to) => to.Messages(1, "resourceMetrics", ResourceMetrics);
}

/// <summary>opentelemetry.proto.metrics.v1.ResourceMetrics</summary>
internal sealed record ResourceMetrics(Resource Resource, IReadOnlyList<ScopeMetrics> ScopeMetrics) : IOtlpMessage
{
    public void Write(OtlpWriter to)
    {
        to.Message(1, "resource", Resource);
        to.Messages(2, "scopeMetrics", ScopeMetrics);
    }
}

/// <summary>opentelemetry.proto.metrics.v1.ScopeMetrics</summary>
internal sealed record ScopeMetrics(InstrumentationScope Scope, IReadOnlyList<Metric> Metrics) : IOtlpMessage
{
    public void Write(OtlpWriter to)
    {
        to.Message(1, "scope", Scope);
        to.Messages(2, "metrics", Metrics);
    }
}

/// <summary>opentelemetry.proto.metrics.v1.Metric: exactly one of the last three is set.</summary>
/// <param name="Unit">UCUM: <c>s</c>, <c>{run}</c>, ….</param>
internal sealed record Metric(string Name, string Description, string Unit, Gauge? Gauge = null, Sum? Sum = null, Histogram? Histogram = null) : IOtlpMessage
{
    public void Write(OtlpWriter to)
    {
        to.Text(1, "name", Name);
        to.Text(2, "description", Description);
        to.Text(3, "unit", Unit);
        to.Message(5, "gauge", Gauge);
        to.Message(7, "sum", Sum);
        to.Message(9, "histogram", Histogram);
    }
}

/// <summary>opentelemetry.proto.metrics.v1.Gauge</summary>
internal sealed record Gauge(IReadOnlyList<NumberDataPoint> DataPoints) : IOtlpMessage
{
    public void Write(OtlpWriter to) => to.Messages(1, "dataPoints", DataPoints);
}

/// <summary>opentelemetry.proto.metrics.v1.Sum</summary>
internal sealed record Sum(IReadOnlyList<NumberDataPoint> DataPoints, AggregationTemporality AggregationTemporality, bool IsMonotonic) : IOtlpMessage
{
    public void Write(OtlpWriter to)
    {
        to.Messages(1, "dataPoints", DataPoints);
        to.Number(2, "aggregationTemporality", (int)AggregationTemporality);
        to.Flag(3, "isMonotonic", IsMonotonic);
    }
}

/// <summary>opentelemetry.proto.metrics.v1.Histogram</summary>
internal sealed record Histogram(IReadOnlyList<HistogramDataPoint> DataPoints, AggregationTemporality AggregationTemporality) : IOtlpMessage
{
    public void Write(OtlpWriter to)
    {
        to.Messages(1, "dataPoints", DataPoints);
        to.Number(2, "aggregationTemporality", (int)AggregationTemporality);
    }
}

/// <summary>opentelemetry.proto.metrics.v1.AggregationTemporality; a number in JSON.</summary>
internal enum AggregationTemporality
{
    /// <summary>A point counts what happened since the point before it.</summary>
    Delta = 1,
}

/// <summary>opentelemetry.proto.metrics.v1.NumberDataPoint: exactly one of the last two is set.</summary>
/// <param name="StartTimeUnixNano">Zero for a gauge.</param>
internal sealed record NumberDataPoint(
    IReadOnlyList<KeyValue> Attributes,
    ulong StartTimeUnixNano,
    ulong TimeUnixNano,
    long? AsInt = null,
    double? AsDouble = null) : IOtlpMessage
{
    public void Write(OtlpWriter to)
    {
        to.Fixed(2, "startTimeUnixNano", StartTimeUnixNano);
        to.Fixed(3, "timeUnixNano", TimeUnixNano);
        to.Chosen(4, "asDouble", AsDouble);
        to.ChosenFixed(6, "asInt", AsInt);
        to.Messages(7, "attributes", Attributes);
    }
}

/// <summary>opentelemetry.proto.metrics.v1.HistogramDataPoint</summary>
/// <param name="BucketCounts">One more than <paramref name="ExplicitBounds"/>; texts in JSON.</param>
/// <param name="ExplicitBounds">The greatest value of each bucket but the last.</param>
internal sealed record HistogramDataPoint(
    IReadOnlyList<KeyValue> Attributes,
    ulong StartTimeUnixNano,
    ulong TimeUnixNano,
    ulong Count,
    double Sum,
    IReadOnlyList<ulong> BucketCounts,
    IReadOnlyList<double> ExplicitBounds,
    double Min,
    double Max) : IOtlpMessage
{
    public void Write(OtlpWriter to)
    {
        to.Fixed(2, "startTimeUnixNano", StartTimeUnixNano);
        to.Fixed(3, "timeUnixNano", TimeUnixNano);
        to.Fixed(4, "count", Count);
        to.Chosen(5, "sum", Sum);
        to.Packed(6, "bucketCounts", BucketCounts);
        to.Packed(7, "explicitBounds", ExplicitBounds);
        to.Messages(9, "attributes", Attributes);
        to.Chosen(11, "min", Min);
        to.Chosen(12, "max", Max);
    }
}
