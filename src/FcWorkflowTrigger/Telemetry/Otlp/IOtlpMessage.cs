namespace FcWorkflowTrigger.Telemetry.Otlp;

/// <summary>A message of the OpenTelemetry protocol, with the names of its published proto. It says its fields once, for both forms.</summary>
/// <remarks>opentelemetry-proto 1.x, files <c>common</c>, <c>resource</c>, <c>trace</c> and <c>metrics</c>. Only the fields that this program fills are here.</remarks>
internal interface IOtlpMessage
{
    /// <summary>Writes each field with its number and its name in the proto.</summary>
    void Write(OtlpWriter to);
}
