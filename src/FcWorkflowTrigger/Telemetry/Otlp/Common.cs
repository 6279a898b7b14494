using System.Text.Json.Serialization;

namespace FcWorkflowTrigger.Telemetry.Otlp;

/// <summary>opentelemetry.proto.common.v1.KeyValue</summary>
internal sealed record KeyValue(string Key, AnyValue Value) : IOtlpMessage
{
    public void Write(ProtobufWriter to)
    {
        to.Text(1, Key);
        to.Message(2, Value);
    }
}

/// <summary>opentelemetry.proto.common.v1.AnyValue: exactly one field is set.</summary>
internal sealed record AnyValue : IOtlpMessage
{
    public string? StringValue { get; init; }

    public bool? BoolValue { get; init; }

    /// <summary>A text in JSON, because not every reader knows whole numbers of 64 bits.</summary>
    [JsonNumberHandling(JsonNumberHandling.WriteAsString | JsonNumberHandling.AllowReadingFromString)]
    public long? IntValue { get; init; }

    public static AnyValue From(string text) => new() { StringValue = text };

    public static AnyValue From(long number) => new() { IntValue = number };

    public static AnyValue From(bool flag) => new() { BoolValue = flag };

    public void Write(ProtobufWriter to)
    {
        switch (this)
        {
            case { StringValue: { } text }:
                to.Chosen(1, text);
                break;
            case { BoolValue: { } flag }:
                to.Chosen(2, flag ? 1 : 0);
                break;
            case { IntValue: { } number }:
                to.Chosen(3, number);
                break;
            default:
                break;
        }
    }
}

/// <summary>opentelemetry.proto.resource.v1.Resource</summary>
internal sealed record Resource(IReadOnlyList<KeyValue> Attributes) : IOtlpMessage
{
    public void Write(ProtobufWriter to) => to.Messages(1, Attributes);
}

/// <summary>opentelemetry.proto.common.v1.InstrumentationScope</summary>
internal sealed record InstrumentationScope(string Name, string Version) : IOtlpMessage
{
    public void Write(ProtobufWriter to)
    {
        to.Text(1, Name);
        to.Text(2, Version);
    }
}
