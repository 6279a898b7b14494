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
            new ProtobufJsonWriter(json).WriteObject(message);
        }

        return bytes.WrittenSpan.ToArray();
    }

    protected override void WriteText(int field, string name, string value) => _json.WriteString(name, value);

    protected override void WriteHex(int field, string name, string hex) => _json.WriteString(name, hex);

    protected override void WriteNumber(int field, string name, int value) => _json.WriteNumber(name, value);

    protected override void WriteLong(int field, string name, long value) => _json.WriteString(name, $"{value}");

    protected override void WriteFlag(int field, string name, bool value) => _json.WriteBoolean(name, value);

    protected override void WriteDouble(int field, string name, double value) => _json.WriteNumber(name, value);

    protected override void WriteFixed(int field, string name, ulong value) => _json.WriteString(name, $"{value}");

    protected override void WriteSignedFixed(int field, string name, long value) => WriteLong(field, name, value);

    protected override void WritePacked(int field, string name, IReadOnlyList<ulong> values) => WriteArray(name, values.Count, index => _json.WriteStringValue($"{values[index]}"));

    protected override void WritePacked(int field, string name, IReadOnlyList<double> values) => WriteArray(name, values.Count, index => _json.WriteNumberValue(values[index]));

    protected override void WriteMessage(int field, string name, IOtlpMessage message)
    {
        _json.WritePropertyName(name);
        WriteObject(message);
    }

    protected override void WriteMessages(int field, string name, IReadOnlyList<IOtlpMessage> messages) => WriteArray(name, messages.Count, index => WriteObject(messages[index]));

    private void WriteArray(string name, int count, Action<int> writeElement)
    {
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
