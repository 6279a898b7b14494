using FcWorkflowTrigger.Telemetry.Otlp;

namespace FcWorkflowTrigger.Telemetry;

/// <summary>Who tells: the resource and the scope of everything that is exported (OpenTelemetry semantic conventions, "cloud" and "faas").</summary>
internal sealed record TelemetrySource(Resource Resource)
{
    public const string DefaultService = "fc-workflow-trigger";

    private static readonly InstrumentationScope Scope = new("FcWorkflowTrigger", typeof(TelemetrySource).Assembly.GetName().Version!.ToString(3));

    /// <param name="given">The user's own attributes, which go before those found here.</param>
    /// <param name="function">The name of the function that exports; null outside of Function Compute.</param>
    public static TelemetrySource Create(string region, IReadOnlyDictionary<string, string> given, string? function = null)
    {
        var attributes = new Dictionary<string, string>
        {
            ["service.name"] = DefaultService,
            ["cloud.provider"] = "alibaba_cloud",
            ["cloud.platform"] = "alibaba_cloud_fc",
            ["cloud.region"] = region,
        };

        if (function is not null)
        {
            attributes["faas.name"] = function;
        }

        foreach (var (name, value) in given)
        {
            attributes[name] = value;
        }

        return new(new Resource([.. attributes.Select(attribute => new KeyValue(attribute.Key, AnyValue.From(attribute.Value)))]));
    }

    public ExportTraceServiceRequest CreateTraces(IReadOnlyList<Span> spans) => new([new(Resource, [new(Scope, spans)])]);

    public ExportMetricsServiceRequest CreateMetrics(IReadOnlyList<Metric> metrics) => new([new(Resource, [new(Scope, metrics)])]);
}
