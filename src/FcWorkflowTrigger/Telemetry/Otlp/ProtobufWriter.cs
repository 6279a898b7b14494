using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace FcWorkflowTrigger.Telemetry.Otlp;

/// <summary>Writes a message in the binary form of Protocol Buffers ("Encoding", proto3): a field is its number and kind, then its value.</summary>
internal sealed class ProtobufWriter : OtlpWriter
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

    public override void Text(int field, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            Bytes(field, Encoding.UTF8.GetBytes(value));
        }
    }

    public override void Hex(int field, string name, string? hex)
    {
        if (!string.IsNullOrEmpty(hex))
        {
            Bytes(field, Convert.FromHexString(hex));
        }
    }

    public override void Number(int field, string name, int value)
    {
        if (value != 0)
        {
            Chosen(field, name, (long)value);
        }
    }

    public override void Flag(int field, string name, bool value) => Number(field, name, value ? 1 : 0);

    public override void Fixed(int field, string name, ulong value)
    {
        if (value != 0)
        {
            Bits(field, value);
        }
    }

    public override void Chosen(int field, string name, string? value)
    {
        if (value is not null)
        {
            Bytes(field, Encoding.UTF8.GetBytes(value));
        }
    }

    public override void Chosen(int field, string name, bool? value) => Chosen(field, name, value is { } known ? (known ? 1L : 0L) : null);

    public override void Chosen(int field, string name, long? value)
    {
        if (value is { } known)
        {
            WriteTag(field, Varint);
            WriteVarint((ulong)known);
        }
    }

    public override void Chosen(int field, string name, double? value) => ChosenFixed(field, name, value is { } known ? BitConverter.DoubleToInt64Bits(known) : null);

    public override void ChosenFixed(int field, string name, long? value)
    {
        if (value is { } known)
        {
            Bits(field, (ulong)known);
        }
    }

    public override void Packed(int field, string name, IReadOnlyList<ulong> values) => PackedBits(field, values.Count, index => values[index]);

    public override void Packed(int field, string name, IReadOnlyList<double> values) =>
        PackedBits(field, values.Count, index => (ulong)BitConverter.DoubleToInt64Bits(values[index]));

    public override void Message(int field, string name, IOtlpMessage? message)
    {
        if (message is not null)
        {
            Bytes(field, Serialize(message));
        }
    }

    public override void Messages(int field, string name, IReadOnlyList<IOtlpMessage>? messages)
    {
        foreach (var message in messages ?? [])
        {
            Message(field, name, message);
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

    private void Bytes(int field, ReadOnlySpan<byte> value)
    {
        WriteTag(field, Delimited);
        WriteVarint((ulong)value.Length);
        _bytes.Write(value);
    }

    private void Bits(int field, ulong value)
    {
        WriteTag(field, Bits64);
        WriteBits(value);
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
