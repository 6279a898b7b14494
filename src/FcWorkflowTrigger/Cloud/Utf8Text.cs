using System.Buffers;
using System.Text;

namespace FcWorkflowTrigger.Cloud;

/// <summary>A text under construction, as UTF-8 in a rented buffer. Signatures are made over bytes, and no string on the way to them is kept.</summary>
/// <param name="capacity">Bytes expected; it grows as needed.</param>
internal sealed class Utf8Text(int capacity = Utf8Text.Usual) : IDisposable
{
    // A StartWorkflow with a security token fits.
    private const int Usual = 4096;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(capacity);
    private int _length;

    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    /// <summary>The same, for as long as nothing is added and this is not disposed of.</summary>
    public ReadOnlyMemory<byte> WrittenMemory => _buffer.AsMemory(0, _length);

    public Utf8Text Append(ReadOnlySpan<char> text)
    {
        _length += Encoding.UTF8.GetBytes(text, Room(Encoding.UTF8.GetMaxByteCount(text.Length)));
        return this;
    }

    public Utf8Text Append(ReadOnlySpan<byte> utf8)
    {
        utf8.CopyTo(Room(utf8.Length));
        _length += utf8.Length;
        return this;
    }

    /// <summary>Percent-encoded (RFC 3986): all but <c>A-Z a-z 0-9 - . _ ~</c>, in upper-case hex.</summary>
    /// <param name="kept">One more character to leave as it is.</param>
    public Utf8Text AppendEscaped(ReadOnlySpan<char> text, char kept = '~')
    {
        Span<byte> bytes = stackalloc byte[4];

        foreach (var rune in text.EnumerateRunes())
        {
            foreach (var octet in bytes[..rune.EncodeToUtf8(bytes)])
            {
                _ = char.IsAsciiLetterOrDigit((char)octet) || octet is (byte)'-' or (byte)'.' or (byte)'_' or (byte)'~' || octet == kept
                    ? Append([octet])
                    : Append([(byte)'%', Hex(octet >> 4), Hex(octet & 0xF)]);
            }
        }

        return this;
    }

    /// <summary>In lower-case hex.</summary>
    public Utf8Text AppendHex(ReadOnlySpan<byte> bytes)
    {
        Convert.TryToHexStringLower(bytes, Room(2 * bytes.Length), out var written);
        _length += written;
        return this;
    }

    /// <summary>All that is left of a stream, whose bytes are taken to be UTF-8.</summary>
    public async Task AppendAsync(Stream stream, CancellationToken cancellationToken)
    {
        int read;

        do
        {
            Room(1);
            read = await stream.ReadAsync(_buffer.AsMemory(_length), cancellationToken);
            _length += read;
        }
        while (read > 0);
    }

    public Utf8Text Clear()
    {
        _length = 0;
        return this;
    }

    public override string ToString() => Encoding.UTF8.GetString(Written);

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    private static byte Hex(int digit) => "0123456789ABCDEF"u8[digit];

    private Span<byte> Room(int bytes)
    {
        if (_buffer.Length - _length < bytes)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(2 * _buffer.Length, _length + bytes));
            Written.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        return _buffer.AsSpan(_length);
    }
}
