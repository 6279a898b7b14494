using System.Text;

namespace FcWorkflowTrigger.Cloud.Http;

/// <summary>Walks the lines of a reply's head, without its status line (RFC 9112, 5).</summary>
/// <exception cref="InvalidDataException">A line is no header.</exception>
internal ref struct HeaderLines(ReadOnlySpan<byte> head)
{
    private ReadOnlySpan<byte> _left = head;

    public HeaderLine Current { get; private set; }

    public readonly HeaderLines GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_left.IsEmpty)
        {
            return false;
        }

        var end = _left.IndexOf("\r\n"u8);
        var line = end < 0 ? _left : _left[..end];
        _left = end < 0 ? default : _left[(end + 2)..];

        // A name with a space in or before it is a folded line, or somebody trying to look like another header.
        Current = line.IndexOf((byte)':') is var colon and > 0 && line[..colon].IndexOfAny((byte)' ', (byte)'\t') < 0
            ? new(line[..colon], line[(colon + 1)..].Trim(" \t"u8))
            : throw new InvalidDataException("a line of the reply's head is no header");
        return true;
    }
}

/// <summary>One header.</summary>
/// <param name="value">Without the space around it.</param>
internal readonly ref struct HeaderLine(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
{
    public ReadOnlySpan<byte> Name { get; } = name;

    public ReadOnlySpan<byte> Value { get; } = value;

    public bool IsOf(string name) => Ascii.EqualsIgnoreCase(Name, name);
}
