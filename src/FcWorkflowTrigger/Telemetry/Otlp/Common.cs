namespace FcWorkflowTrigger.Telemetry.Otlp;

/// <summary>opentelemetry.proto.common.v1.KeyValue</summary>
internal sealed record KeyValue(string Key, AnyValue Value) : IOtlpMessage
{
    public void Write(OtlpWriter to)
    {
        to.Text(1, "key", Key);
        to.Message(2, "value", Value);
    }
}

/// <summary>opentelemetry.proto.common.v1.AnyValue: exactly one field is set.</summary>
internal sealed record AnyValue : IOtlpMessage
{
    public string? StringValue { get; init; }

    public bool? BoolValue { get; init; }

    public long? IntValue { get; init; }

    public static AnyValue From(string text) => new() { StringValue = text };

    public static AnyValue From(long number) => new() { IntValue = number };

    public static AnyValue From(bool flag) => new() { BoolValue = flag };

    public void Write(OtlpWriter to)
    {
        to.Chosen(1, "stringValue", StringValue);
        to.Chosen(2, "boolValue", BoolValue);
        to.Chosen(3, "intValue", IntValue);
    }
}

/// <summary>opentelemetry.proto.resource.v1.Resource</summary>
internal sealed record Resource(IReadOnlyList<KeyValue> Attributes) : IOtlpMessage
{
    public void Write(OtlpWriter to) => to.Messages(1, "attributes", Attributes);
}

/// <summary>opentelemetry.proto.common.v1.InstrumentationScope</summary>
internal sealed record InstrumentationScope(string Name, string Version) : IOtlpMessage
{
    public void Write(OtlpWriter to)
    {
        to.Text(1, "name", Name);
        to.Text(2, "version", Version);
    }
}
