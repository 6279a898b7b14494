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

    protected override void WriteText(int field, string name, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    protected override void WriteHex(int field, string name, string hex) => Bytes(field, Convert.FromHexString(hex));

    protected override void WriteNumber(int field, string name, int value) => WriteLong(field, name, value);

    protected override void WriteLong(int field, string name, long value)
    {
        WriteTag(field, Varint);
        WriteVarint((ulong)value);
    }

    protected override void WriteFlag(int field, string name, bool value) => WriteLong(field, name, value ? 1 : 0);

    protected override void WriteDouble(int field, string name, double value) => WriteFixed(field, name, BitConverter.DoubleToUInt64Bits(value));

    protected override void WriteFixed(int field, string name, ulong value)
    {
        WriteTag(field, Bits64);
        WriteBits(value);
    }

    protected override void WriteSignedFixed(int field, string name, long value) => WriteFixed(field, name, (ulong)value);

    protected override void WritePacked(int field, string name, IReadOnlyList<ulong> values) => PackedBits(field, values.Count, index => values[index]);

    protected override void WritePacked(int field, string name, IReadOnlyList<double> values) => PackedBits(field, values.Count, index => BitConverter.DoubleToUInt64Bits(values[index]));

    protected override void WriteMessage(int field, string name, IOtlpMessage message) => Bytes(field, Serialize(message));

    protected override void WriteMessages(int field, string name, IReadOnlyList<IOtlpMessage> messages)
    {
        foreach (var message in messages)
        {
            WriteMessage(field, name, message);
        }
    }

    private void PackedBits(int field, int count, Func<int, ulong> valueAt)
    {
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
