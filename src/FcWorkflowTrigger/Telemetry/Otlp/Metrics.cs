using System.Text.Json.Serialization;

namespace FcWorkflowTrigger.Telemetry.Otlp;

/// <summary>opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest: the body of POST /v1/metrics</summary>
internal sealed record ExportMetricsServiceRequest(IReadOnlyList<ResourceMetrics> ResourceMetrics) : IOtlpMessage
{
    public void Write(ProtobufWriter to) => to.Messages(1, ResourceMetrics);
}

/// <summary>opentelemetry.proto.metrics.v1.ResourceMetrics</summary>
internal sealed record ResourceMetrics(Resource Resource, IReadOnlyList<ScopeMetrics> ScopeMetrics) : IOtlpMessage
{
    public void Write(ProtobufWriter to)
    {
        to.Message(1, Resource);
        to.Messages(2, ScopeMetrics);
    }
}

/// <summary>opentelemetry.proto.metrics.v1.ScopeMetrics</summary>
internal sealed record ScopeMetrics(InstrumentationScope Scope, IReadOnlyList<Metric> Metrics) : IOtlpMessage
{
    public void Write(ProtobufWriter to)
    {
        to.Message(1, Scope);
        to.Messages(2, Metrics);
    }
}

/// <summary>opentelemetry.proto.metrics.v1.Metric: exactly one of the last three is set.</summary>
/// <param name="Unit">UCUM: <c>s</c>, <c>{run}</c>, ….</param>
internal sealed record Metric(string Name, string Description, string Unit, Gauge? Gauge = null, Sum? Sum = null, Histogram? Histogram = null) : IOtlpMessage
{
    public void Write(ProtobufWriter to)
    {
        to.Text(1, Name);
        to.Text(2, Description);
        to.Text(3, Unit);
        to.Message(5, Gauge);
        to.Message(7, Sum);
        to.Message(9, Histogram);
    }
}

/// <summary>opentelemetry.proto.metrics.v1.Gauge</summary>
internal sealed record Gauge(IReadOnlyList<NumberDataPoint> DataPoints) : IOtlpMessage
{
    public void Write(ProtobufWriter to) => to.Messages(1, DataPoints);
}

/// <summary>opentelemetry.proto.metrics.v1.Sum</summary>
internal sealed record Sum(IReadOnlyList<NumberDataPoint> DataPoints, AggregationTemporality AggregationTemporality, bool IsMonotonic) : IOtlpMessage
{
    public void Write(ProtobufWriter to)
    {
        to.Messages(1, DataPoints);
        to.Number(2, (int)AggregationTemporality);
        to.Flag(3, IsMonotonic);
    }
}

/// <summary>opentelemetry.proto.metrics.v1.Histogram</summary>
internal sealed record Histogram(IReadOnlyList<HistogramDataPoint> DataPoints, AggregationTemporality AggregationTemporality) : IOtlpMessage
{
    public void Write(ProtobufWriter to)
    {
        to.Messages(1, DataPoints);
        to.Number(2, (int)AggregationTemporality);
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
    [property: JsonNumberHandling(JsonNumberHandling.WriteAsString | JsonNumberHandling.AllowReadingFromString)] ulong StartTimeUnixNano,
    [property: JsonNumberHandling(JsonNumberHandling.WriteAsString | JsonNumberHandling.AllowReadingFromString)] ulong TimeUnixNano,
    [property: JsonNumberHandling(JsonNumberHandling.WriteAsString | JsonNumberHandling.AllowReadingFromString)] long? AsInt = null,
    double? AsDouble = null) : IOtlpMessage
{
    public void Write(ProtobufWriter to)
    {
        to.Fixed(2, StartTimeUnixNano);
        to.Fixed(3, TimeUnixNano);
        to.Double(4, AsDouble);
        to.SFixed(6, AsInt);
        to.Messages(7, Attributes);
    }
}

/// <summary>opentelemetry.proto.metrics.v1.HistogramDataPoint</summary>
/// <param name="BucketCounts">One more than <paramref name="ExplicitBounds"/>; texts in JSON.</param>
/// <param name="ExplicitBounds">The greatest value of each bucket but the last.</param>
internal sealed record HistogramDataPoint(
    IReadOnlyList<KeyValue> Attributes,
    [property: JsonNumberHandling(JsonNumberHandling.WriteAsString | JsonNumberHandling.AllowReadingFromString)] ulong StartTimeUnixNano,
    [property: JsonNumberHandling(JsonNumberHandling.WriteAsString | JsonNumberHandling.AllowReadingFromString)] ulong TimeUnixNano,
    [property: JsonNumberHandling(JsonNumberHandling.WriteAsString | JsonNumberHandling.AllowReadingFromString)] ulong Count,
    double Sum,
    [property: JsonNumberHandling(JsonNumberHandling.WriteAsString | JsonNumberHandling.AllowReadingFromString)] IReadOnlyList<ulong> BucketCounts,
    IReadOnlyList<double> ExplicitBounds,
    double Min,
    double Max) : IOtlpMessage
{
    public void Write(ProtobufWriter to)
    {
        to.Fixed(2, StartTimeUnixNano);
        to.Fixed(3, TimeUnixNano);
        to.Fixed(4, Count);
        to.Double(5, Sum);
        to.Packed(6, BucketCounts);
        to.Packed(7, ExplicitBounds);
        to.Messages(9, Attributes);
        to.Double(11, Min);
        to.Double(12, Max);
    }
}
