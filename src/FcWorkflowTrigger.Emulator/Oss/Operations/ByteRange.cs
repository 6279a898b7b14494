using Microsoft.Net.Http.Headers;

namespace FcWorkflowTrigger.Emulator.Oss.Operations;

/// <summary>
/// The part of an object that a read or a copy wants (OSS documentation, "HTTP range requests"). OSS reads a range strictly: one that is not wholly
/// within the object, or not well formed, is ignored, and the whole object is sent with 200. With <c>x-oss-range-behavior: standard</c> it does what HTTP says.
/// </summary>
/// <param name="IsPart">Whether a range was asked for and kept.</param>
internal readonly record struct ByteRange(long From, long Length, bool IsPart)
{
    /// <exception cref="OssError">416: with the standard behaviour, no byte of the object is in the range.</exception>
    public static ByteRange Parse(string? header, long size, bool isStandard)
    {
        if (!RangeHeaderValue.TryParse(header, out var parsed) || parsed is not { Unit.Value: "bytes" })
        {
            return new(0, size, false);
        }

        // Of several ranges OSS sends the first.
        var asked = parsed.Ranges.First();
        var from = asked.From ?? size - asked.To!.Value;
        var to = asked.From is null ? size - 1 : asked.To ?? size - 1;

        if (from >= 0 && from <= to && to < size)
        {
            return new(from, to - from + 1, true);
        }

        if (!isStandard)
        {
            return new(0, size, false);
        }

        from = Math.Max(0, from);
        to = Math.Min(to, size - 1);
        return from <= to ? new(from, to - from + 1, true) : throw new OssError(416, "InvalidRange", "The requested range cannot be satisfied.", "0017-00000701");
    }

    public ReadOnlyMemory<byte> Of(byte[] body) => body.AsMemory((int)From, (int)Length);

    public void Describe(HttpResponse response, long size)
    {
        response.ContentLength = Length;

        if (IsPart)
        {
            response.StatusCode = StatusCodes.Status206PartialContent;
            response.Headers.ContentRange = $"bytes {From}-{From + Length - 1}/{size}";
        }
    }
}
