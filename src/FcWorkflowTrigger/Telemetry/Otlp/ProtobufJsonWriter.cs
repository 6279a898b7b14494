using System.Buffers;
using System.Text.Json;

namespace FcWorkflowTrigger.Telemetry.Otlp;

/// <summary>Writes a message as JSON: names in lower camel case, ids in hex, numbers of 64 bits as texts, because not every reader knows whole numbers of 64 bits (OTLP 1.x, "JSON Protobuf Encoding").</summary>
/// <remarks>Of the data that the runtime unpacks at each start, a serializer generated for these records would be a twentieth.</remarks>
internal sealed class ProtobufJsonWriter : OtlpWriter
{
    private readonly Utf8JsonWriter _json;

    private ProtobufJsonWriter(Utf8JsonWriter json) => _json = json;

    /// <returns>ASCII: a terminal may show it.</returns>
    public static byte[] Serialize(IOtlpMessage message)
    {
        var bytes = new ArrayBufferWriter<byte>();

        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            message.Write(new ProtobufJsonWriter(json));
            json.WriteEndObject();
        }

        return bytes.WrittenSpan.ToArray();
    }

    public override void Text(int field, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            _json.WriteString(name, value);
        }
    }

    public override void Hex(int field, string name, string? hex) => Text(field, name, hex);

    public override void Number(int field, string name, int value)
    {
        if (value != 0)
        {
            _json.WriteNumber(name, value);
        }
    }

    public override void Flag(int field, string name, bool value)
    {
        if (value)
        {
            _json.WriteBoolean(name, value);
        }
    }

    public override void Fixed(int field, string name, ulong value)
    {
        if (value != 0)
        {
            _json.WriteString(name, $"{value}");
        }
    }

    public override void Chosen(int field, string name, string? value)
    {
        if (value is not null)
        {
            _json.WriteString(name, value);
        }
    }

    public override void Chosen(int field, string name, bool? value)
    {
        if (value is { } known)
        {
            _json.WriteBoolean(name, known);
        }
    }

    public override void Chosen(int field, string name, long? value)
    {
        if (value is { } known)
        {
            _json.WriteString(name, $"{known}");
        }
    }

    public override void Chosen(int field, string name, double? value)
    {
        if (value is { } known)
        {
            _json.WriteNumber(name, known);
        }
    }

    public override void ChosenFixed(int field, string name, long? value) => Chosen(field, name, value);

    public override void Packed(int field, string name, IReadOnlyList<ulong> values) => WriteArray(name, values.Count, index => _json.WriteStringValue($"{values[index]}"));

    public override void Packed(int field, string name, IReadOnlyList<double> values) => WriteArray(name, values.Count, index => _json.WriteNumberValue(values[index]));

    public override void Message(int field, string name, IOtlpMessage? message)
    {
        if (message is not null)
        {
            _json.WritePropertyName(name);
            WriteObject(message);
        }
    }

    public override void Messages(int field, string name, IReadOnlyList<IOtlpMessage>? messages)
    {
        if (messages is not null)
        {
            WriteArray(name, messages.Count, index => WriteObject(messages[index]));
        }
    }

    private void WriteArray(string name, int count, Action<int> writeElement)
    {
        if (count == 0)
        {
            return;
        }

        _json.WriteStartArray(name);

        for (var index = 0; index < count; index++)
        {
            writeElement(index);
        }

        _json.WriteEndArray();
    }

    private void WriteObject(IOtlpMessage message)
    {
        _json.WriteStartObject();
        message.Write(this);
        _json.WriteEndObject();
    }
}
