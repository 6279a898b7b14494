using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace FcWorkflowTrigger.Telemetry.Otlp;

/// <summary>Writes a message in the binary form of Protocol Buffers ("Encoding", proto3): a field is its number and kind, then its value.</summary>
/// <remarks>A field with the default value of proto3 (zero, false, an empty text) is left out, as the format asks, unless its method says otherwise.</remarks>
internal sealed class ProtobufWriter
{
    private const int Varint = 0;
    private const int Bits64 = 1;
    private const int Delimited = 2;

    private readonly ArrayBufferWriter<byte> _bytes = new();

    public static byte[] Serialize(IOtlpMessage message)
    {
        var writer = new ProtobufWriter();
        message.Write(writer);
        return writer._bytes.WrittenSpan.ToArray();
    }

    public void Text(int field, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            WriteText(field, value);
        }
    }

    /// <summary>A text of a <c>oneof</c>: an empty one is written too.</summary>
    public void Chosen(int field, string value) => WriteText(field, value);

    /// <param name="hex">The bytes in hex, as JSON has them.</param>
    public void Hex(int field, string? hex)
    {
        if (!string.IsNullOrEmpty(hex))
        {
            Bytes(field, Convert.FromHexString(hex));
        }
    }

    public void Number(int field, long value)
    {
        if (value != 0)
        {
            Chosen(field, value);
        }
    }

    /// <summary>A number of a <c>oneof</c>: a zero is written too.</summary>
    public void Chosen(int field, long value)
    {
        WriteTag(field, Varint);
        WriteVarint((ulong)value);
    }

    public void Flag(int field, bool value) => Number(field, value ? 1 : 0);

    public void Fixed(int field, ulong value)
    {
        if (value != 0)
        {
            WriteTag(field, Bits64);
            WriteBits(value);
        }
    }

    /// <summary>A number of 64 bits that is optional in the proto: a zero is written, a null is not.</summary>
    public void Double(int field, double? value)
    {
        if (value is { } known)
        {
            WriteTag(field, Bits64);
            WriteBits((ulong)BitConverter.DoubleToInt64Bits(known));
        }
    }

    /// <summary>A signed number of 64 bits of a <c>oneof</c>.</summary>
    public void SFixed(int field, long? value)
    {
        if (value is { } known)
        {
            WriteTag(field, Bits64);
            WriteBits((ulong)known);
        }
    }

    public void Packed(int field, IReadOnlyList<ulong> values) => PackedBits(field, values.Count, index => values[index]);

    public void Packed(int field, IReadOnlyList<double> values) => PackedBits(field, values.Count, index => (ulong)BitConverter.DoubleToInt64Bits(values[index]));

    public void Message(int field, IOtlpMessage? message)
    {
        if (message is not null)
        {
            Bytes(field, Serialize(message));
        }
    }

    public void Messages(int field, IReadOnlyList<IOtlpMessage>? messages)
    {
        foreach (var message in messages ?? [])
        {
            Message(field, message);
        }
    }

    private void PackedBits(int field, int count, Func<int, ulong> valueAt)
    {
        if (count == 0)
        {
            return;
        }

        WriteTag(field, Delimited);
        WriteVarint((ulong)count * sizeof(ulong));

        for (var index = 0; index < count; index++)
        {
            WriteBits(valueAt(index));
        }
    }

    private void WriteText(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    private void Bytes(int field, ReadOnlySpan<byte> value)
    {
        WriteTag(field, Delimited);
        WriteVarint((ulong)value.Length);
        _bytes.Write(value);
    }

    private void WriteTag(int field, int kind) => WriteVarint(((ulong)field << 3) | (uint)kind);

    private void WriteVarint(ulong value)
    {
        while (value > 0x7f)
        {
            WriteByte((byte)(value | 0x80));
            value >>= 7;
        }

        WriteByte((byte)value);
    }

    private void WriteByte(byte value)
    {
        _bytes.GetSpan(1)[0] = value;
        _bytes.Advance(1);
    }

    private void WriteBits(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_bytes.GetSpan(sizeof(ulong)), value);
        _bytes.Advance(sizeof(ulong));
    }
}
