using System.Buffers.Text;
using System.Globalization;
using System.Net;
using System.Text;

namespace FcWorkflowTrigger.Cloud.Http;

/// <summary>What the head of a reply says about the rest (RFC 9112, 4 and 6.3).</summary>
/// <param name="Length">Of the body; null when nothing says.</param>
/// <param name="IsChunked">The body says itself where it ends.</param>
/// <param name="Closes">Nothing can follow on the connection.</param>
internal readonly record struct ReplyHead(HttpStatusCode Status, long? Length, bool IsChunked, bool Closes)
{
    /// <summary>An answer to come is announced (1xx); it is not the answer.</summary>
    public bool IsInterim => (int)Status < 200;

    /// <param name="statusLine">Without its end.</param>
    /// <param name="lines">The header lines.</param>
    /// <exception cref="InvalidDataException">That is no HTTP/1.1, or it leaves open where the body ends.</exception>
    public static ReplyHead Read(ReadOnlySpan<byte> statusLine, ReadOnlySpan<byte> lines)
    {
        var head = new ReplyHead(StatusOf(statusLine), null, false, Closes: !statusLine.StartsWith("HTTP/1.1"u8));

        foreach (var line in new HeaderLines(lines))
        {
            head = line switch
            {
                _ when line.IsOf("Content-Length") => head with { Length = LengthOf(line.Value, head.Length) },
                _ when line.IsOf("Transfer-Encoding") => !head.IsChunked && Ascii.EqualsIgnoreCase(line.Value, "chunked"u8)
                    ? head with { IsChunked = true }
                    : throw new InvalidDataException("the reply's transfer encoding is not known here"),
                _ when line.IsOf("Connection") => head with { Closes = head.Closes || SaysClose(line.Value) },
                _ => head,
            };
        }

        // Two answers to where the body ends: the chunks count, and whatever follows them is not trusted.
        return head is { IsChunked: true, Length: not null } ? head with { Length = null, Closes = true } : head;
    }

    private static bool SaysClose(ReadOnlySpan<byte> options)
    {
        foreach (var option in options.Split((byte)','))
        {
            if (Ascii.EqualsIgnoreCase(options[option].Trim(" \t"u8), "close"u8))
            {
                return true;
            }
        }

        return false;
    }

    private static HttpStatusCode StatusOf(ReadOnlySpan<byte> line) =>
        line.Length >= 12 && line.StartsWith("HTTP/1."u8) && line[8] == ' '
        && Utf8Parser.TryParse(line[9..12], out int status, out var read) && read == 3 && status is >= 100 and <= 999
        && (line.Length == 12 || line[12] == ' ')
            ? (HttpStatusCode)status
            : throw new InvalidDataException("what came is no HTTP/1.1");

    private static long LengthOf(ReadOnlySpan<byte> value, long? before) =>
        long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var length) && (before ?? length) == length
            ? length
            : throw new InvalidDataException("the reply's length is no number, or two different ones");
}
