using System.Globalization;
using System.Text;

namespace FcWorkflowTrigger.Cloud.Http;

/// <summary>A body that says itself where it ends (RFC 9112, 7.1). Extensions and trailers are taken and dropped.</summary>
internal static class ChunkedBody
{
    private const int LongestLine = 4 * 1024;
    private const int MostTrailers = 64;

    private static readonly ReadOnlyMemory<byte> LineEnd = "\r\n"u8.ToArray();

    /// <exception cref="InvalidDataException">Those are no chunks, or more than <paramref name="most"/> bytes of them.</exception>
    public static async ValueTask<byte[]> ReadAsync(ReplyReader reader, int most, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();

        while (SizeOf(await reader.ReadToAsync(LineEnd, LongestLine, cancellationToken)) is var size and > 0)
        {
            if (size > most - body.Length)
            {
                throw new InvalidDataException($"the reply is longer than {most} bytes");
            }

            body.Write(await reader.ReadAsync(size, cancellationToken));

            if ((await reader.ReadToAsync(LineEnd, LongestLine, cancellationToken)).Length > 0)
            {
                throw new InvalidDataException("a chunk is longer than it says");
            }
        }

        await DropTrailersAsync(reader, cancellationToken);
        return body.ToArray();
    }

    private static async ValueTask DropTrailersAsync(ReplyReader reader, CancellationToken cancellationToken)
    {
        for (var trailers = 0; (await reader.ReadToAsync(LineEnd, LongestLine, cancellationToken)).Length > 0; trailers++)
        {
            if (trailers == MostTrailers)
            {
                throw new InvalidDataException("the reply's trailers do not end");
            }
        }
    }

    private static int SizeOf(ReadOnlySpan<byte> line)
    {
        var digits = (line.IndexOf((byte)';') is var extension and >= 0 ? line[..extension] : line).TrimEnd(" \t"u8);
        return int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var size) && size >= 0
            ? size
            : throw new InvalidDataException($"'{Encoding.ASCII.GetString(line)}' is no size of a chunk");
    }
}
